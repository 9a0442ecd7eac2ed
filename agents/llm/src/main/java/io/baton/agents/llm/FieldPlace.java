package io.baton.agents.llm;

import io.baton.agents.llm.FieldPath.Segment;
import org.jspecify.annotations.Nullable;

/** A place in a shape: what is declared inside it. Immutable. */
interface FieldPlace {

  /** Where everything is declared. */
  FieldPlace OPEN =
      new FieldPlace() {
        @Override
        public FieldPlace inside(Segment segment) {
          return this;
        }

        @Override
        public boolean mayBeObject() {
          return true;
        }

        @Override
        public boolean mayBeArray() {
          return true;
        }
      };

  /** The place that a segment leads to; null if none is declared. */
  @Nullable FieldPlace inside(Segment segment);

  boolean mayBeObject();

  boolean mayBeArray();
}
