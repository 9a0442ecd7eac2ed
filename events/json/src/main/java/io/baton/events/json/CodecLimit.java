package io.baton.events.json;

/** What an {@link EventCodec} bounds, in documents that it reads and in those that it writes. */
public enum CodecLimit {
  /** How deep objects and arrays are nested; the document itself is the first level. */
  DEPTH("nesting depth"),

  /** The length of a text or of a name, in {@code char}s. */
  STRING_LENGTH("length of a text or name"),

  /** The length of a number, in characters. */
  NUMBER_LENGTH("length of a number"),

  /** The size of the document, in bytes of UTF-8. */
  DOCUMENT_SIZE("document size in bytes");

  private final String text;

  CodecLimit(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
