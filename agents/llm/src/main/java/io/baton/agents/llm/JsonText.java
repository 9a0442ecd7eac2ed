package io.baton.agents.llm;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON within text. */
final class JsonText {

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonText() {}

  /** Whether it can be an event of a model: a JSON value, or the mark of an end. */
  static boolean isWhole(String text) {
    if (text.equals("[DONE]")) {
      return true;
    }
    try {
      return !STRICT.readTree(text).isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }
}
