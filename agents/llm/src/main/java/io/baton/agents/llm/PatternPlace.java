package io.baton.agents.llm;

import io.baton.agents.llm.FieldPath.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place that patterns lead through.
 *
 * @param rests what each of them goes on with
 */
record PatternPlace(List<List<FieldStep>> rests) implements FieldPlace {

  static FieldPlace of(List<List<FieldStep>> rests) {
    return rests.stream().anyMatch(List::isEmpty) ? OPEN : new PatternPlace(rests);
  }

  @Override
  public @Nullable FieldPlace inside(Segment segment) {
    var inside =
        rests.stream()
            .filter(rest -> rest.getFirst().takes(segment))
            .map(rest -> rest.subList(1, rest.size()))
            .toList();
    return inside.isEmpty() ? null : of(inside);
  }

  @Override
  public boolean mayBeObject() {
    return rests.stream().anyMatch(rest -> takesKeys(rest.getFirst()));
  }

  @Override
  public boolean mayBeArray() {
    return rests.stream().anyMatch(rest -> !takesKeys(rest.getFirst()));
  }

  private static boolean takesKeys(FieldStep step) {
    return switch (step) {
      case FieldStep.Exactly(Segment segment) -> segment instanceof FieldPath.Key;
      case FieldStep.AnyKey _ -> true;
      case FieldStep.AnyIndex _ -> false;
    };
  }
}
