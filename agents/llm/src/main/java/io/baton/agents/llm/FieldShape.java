package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import io.baton.agents.llm.FieldPath.Segment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is declared of an answer, so that its other fields can be told from them. Undeclared fields
 * have the same events as declared ones. Immutable.
 */
public final class FieldShape {

  private static final FieldShape ANY = new FieldShape(FieldPlace.OPEN);

  private final FieldPlace root;

  private FieldShape(FieldPlace root) {
    this.root = root;
  }

  /** Everything is declared. */
  public static FieldShape any() {
    return ANY;
  }

  /**
   * What matches a pattern is declared, what leads there, and everything inside it.
   *
   * @param patterns at least one, as {@link FieldPattern#parse} reads them
   * @throws IllegalArgumentException if one is no pattern, or there is none
   */
  public static FieldShape of(String... patterns) {
    if (patterns.length == 0) {
      throw new IllegalArgumentException("patterns must be at least 1, but are 0");
    }
    return new FieldShape(
        PatternPlace.of(
            Arrays.stream(patterns).map(FieldPattern::parse).map(FieldPattern::steps).toList()));
  }

  /** What a schema describes is declared; inside a raw schema, everything is. */
  public static FieldShape of(JsonSchemaElement schema) {
    return new FieldShape(SchemaPlace.of(schema));
  }

  /** Whether a field is declared; the root is. */
  public boolean declares(FieldPath path) {
    return at(path.segments()) != null;
  }

  private @Nullable FieldPlace at(List<Segment> segments) {
    FieldPlace place = root;
    for (Segment segment : segments) {
      place = place == null ? null : place.inside(segment);
    }
    return place;
  }

  /** Whether an answer of this shape may be what an opening brace or bracket begins. */
  boolean mayBeginWith(char opening) {
    return opening == '{' ? root.mayBeObject() : root.mayBeArray();
  }
}
