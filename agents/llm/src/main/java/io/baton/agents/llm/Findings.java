package io.baton.agents.llm;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The mismatches of one reading. Confined to the thread that reads. */
final class Findings {

  private static final int MOST_KEPT = 10;
  private static final int MOST_CHARACTERS = 60;

  private final List<Mismatch> kept = new ArrayList<>();
  private int count;

  void add(Mismatch mismatch) {
    if (count++ < MOST_KEPT) {
      kept.add(mismatch);
    }
  }

  void wrongType(Place place, String expected, JsonNode found) {
    add(
        found.isNull()
            ? new Mismatch.NullValue(place.toString(), expected)
            : new Mismatch.WrongType(place.toString(), expected, describe(found)));
  }

  int count() {
    return count;
  }

  void throwIfAny() {
    if (count > 0) {
      throw new JsonMismatchException(kept);
    }
  }

  /** What a value is, in words, with the value if it is short. */
  static String describe(JsonNode json) {
    return switch (json.getNodeType()) {
      case STRING -> "the text \"" + abbreviated(json.stringValue()) + "\"";
      case NUMBER -> "the number " + abbreviated(json.toString());
      case BOOLEAN -> json.toString();
      case NULL -> "null";
      case ARRAY -> "an array";
      case OBJECT, POJO, BINARY, MISSING -> "an object";
    };
  }

  private static String abbreviated(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
  }
}
