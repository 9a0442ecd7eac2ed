package io.baton.events.json;

import tools.jackson.core.JsonGenerator;

/** Writes values within the limits, so that all that is encoded can be decoded. */
final class JsonWriter {

  private final JsonGenerator generator;
  private final Limits limits;
  private int depth;

  JsonWriter(JsonGenerator generator, Limits limits) {
    this.generator = generator;
    this.limits = limits;
  }

  void startObject() {
    limits.check(CodecLimit.DEPTH, ++depth);
    generator.writeStartObject();
  }

  void endObject() {
    depth--;
    generator.writeEndObject();
  }

  void startArray() {
    limits.check(CodecLimit.DEPTH, ++depth);
    generator.writeStartArray();
  }

  void endArray() {
    depth--;
    generator.writeEndArray();
  }

  void name(String name) {
    limits.check(CodecLimit.STRING_LENGTH, name.length());
    generator.writeName(name);
  }

  /** A name that comes from the data. JSON can hold any text, but its parsers refuse such names. */
  void key(String key, Path path) {
    if (key.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw path.isUnwritable("must not have a key with half of a surrogate pair", null);
    }
    name(key);
  }

  void text(String text) {
    limits.check(CodecLimit.STRING_LENGTH, text.length());
    generator.writeString(text);
  }

  void number(String literal) {
    limits.check(CodecLimit.NUMBER_LENGTH, literal.length());
    generator.writeNumber(literal);
  }

  void bool(boolean value) {
    generator.writeBoolean(value);
  }

  void nothing() {
    generator.writeNull();
  }

  void member(String name, String text) {
    name(name);
    text(text);
  }

  void member(String name, int number) {
    name(name);
    number(Integer.toString(number));
  }
}
