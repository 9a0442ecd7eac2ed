package io.baton.agents.llm;

import io.baton.agents.llm.FieldPath.Index;
import io.baton.agents.llm.FieldPath.Segment;

/** One step of a pattern: a segment, or any of a kind. */
sealed interface FieldStep {

  /** Whether a segment is of this step. */
  boolean takes(Segment segment);

  /** One segment. */
  record Exactly(Segment segment) implements FieldStep {
    @Override
    public boolean takes(Segment other) {
      return segment.equals(other);
    }
  }

  /** Every key of an object. */
  record AnyKey() implements FieldStep {
    @Override
    public boolean takes(Segment segment) {
      return segment instanceof FieldPath.Key;
    }
  }

  /** Every element of an array. */
  record AnyIndex() implements FieldStep {
    @Override
    public boolean takes(Segment segment) {
      return segment instanceof Index;
    }
  }
}
