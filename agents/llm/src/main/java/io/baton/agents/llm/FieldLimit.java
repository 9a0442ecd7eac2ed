package io.baton.agents.llm;

/** What {@link FieldLimits} bound. */
public enum FieldLimit {
  /** How deep objects and arrays are nested; the root is the first level. */
  DEPTH("nesting depth of an answer"),

  /** The length of a text or of a key, in {@code char}s. */
  STRING_LENGTH("length of a text or key in an answer"),

  /** The length of a number, in characters. */
  NUMBER_LENGTH("length of a number in an answer"),

  /** The length of the answer up to the end of its value, with what stands before, in chars. */
  TEXT_LENGTH("length of an answer");

  private final String text;

  FieldLimit(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
