package io.baton.agents.llm;

import io.baton.agents.llm.FieldPath.Index;
import io.baton.agents.llm.FieldPath.Segment;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The paths of one form: a path in which {@code [*]} stands for every element of an array and
 * {@code *} for every key of an object, as in {@code items[*].title} or {@code prices.*}.
 * Immutable.
 */
public final class FieldPattern {

  private final List<FieldStep> steps;

  private FieldPattern(List<FieldStep> steps) {
    this.steps = steps;
  }

  /**
   * Reads a pattern; a path without wildcards is a pattern of itself, and the empty text one of the
   * root.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static FieldPattern parse(String text) {
    return new FieldPattern(FieldPathParser.parse(text));
  }

  List<FieldStep> steps() {
    return steps;
  }

  /** Whether a path is of this form. */
  public boolean matches(FieldPath path) {
    return path.depth() == steps.size() && mayBeInside(path);
  }

  /** Whether a path of this form may be inside of another one, or be it. */
  boolean mayBeInside(FieldPath path) {
    if (path.depth() > steps.size()) {
      return false;
    }
    List<Segment> segments = path.segments();
    for (int i = 0; i < segments.size(); i++) {
      if (!steps.get(i).takes(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * What a value lacks of this form: the paths of what it should have and does not. Of an array or
   * object that is missing, its own path is told; an empty one lacks nothing that a wildcard stands
   * for. A {@code null} is a value, but nothing can be inside it.
   */
  public List<FieldPath> missingIn(JsonNode tree) {
    return missing(0, tree, FieldPath.root()).toList();
  }

  private Stream<FieldPath> missing(int done, JsonNode node, FieldPath path) {
    if (node.isMissingNode()) {
      return Stream.of(path);
    }
    if (done == steps.size()) {
      return Stream.empty();
    }
    return switch (steps.get(done)) {
      case FieldStep.Exactly(FieldPath.Key(String name)) ->
          missing(done + 1, node.path(name), path.child(name));
      case FieldStep.Exactly(Index(int at)) -> missing(done + 1, node.path(at), path.child(at));
      case FieldStep.AnyKey _ when node.isObject() ->
          node.propertyStream()
              .flatMap(p -> missing(done + 1, p.getValue(), path.child(p.getKey())));
      case FieldStep.AnyIndex _ when node.isArray() ->
          Stream.iterate(0, at -> at < node.size(), at -> at + 1)
              .flatMap(at -> missing(done + 1, node.get(at), path.child(at)));
      case FieldStep.AnyKey _, FieldStep.AnyIndex _ -> Stream.of(path);
    };
  }

  /** The text form, which {@link #parse} reads. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (FieldStep step : steps) {
      switch (step) {
        case FieldStep.Exactly(Segment segment) -> FieldPathText.append(segment, text);
        case FieldStep.AnyKey _ -> FieldPathText.appendPlain("*", text);
        case FieldStep.AnyIndex _ -> text.append("[*]");
      }
    }
    return text.toString();
  }
}
