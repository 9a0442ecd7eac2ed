package io.baton.tracing.json;

import io.baton.tracing.Redactor;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** A parsed document. Numbers keep their text. Immutable by convention: nobody changes the maps. */
sealed interface JsonTree {

  /** How deep a document may be nested; the recursion of a reader bears that. */
  int DEEPEST = 200;

  JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  record Members(Map<String, JsonTree> values) implements JsonTree {}

  record Items(List<JsonTree> values) implements JsonTree {}

  record Text(String value) implements JsonTree {}

  record Num(String literal) implements JsonTree {}

  record Bool(boolean value) implements JsonTree {}

  record Null() implements JsonTree {}

  /**
   * Reads one whole document.
   *
   * @throws JacksonException if it is none
   * @throws IllegalArgumentException if it is none in a way that the parser does not see
   */
  static JsonTree parse(String json) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      JsonTree tree = read(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("something follows the end of the object");
      }
      return tree;
    }
  }

  private static JsonTree read(JsonParser parser, @Nullable JsonToken token) {
    return switch (token) {
      case START_OBJECT -> {
        var values = new LinkedHashMap<String, JsonTree>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          if (values.put(name, read(parser, parser.nextToken())) != null) {
            throw new IllegalArgumentException("\"" + name + "\" stands twice");
          }
        }
        yield new Members(values);
      }
      case START_ARRAY -> {
        var values = new ArrayList<JsonTree>();
        for (var next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          values.add(read(parser, next));
        }
        yield new Items(values);
      }
      case VALUE_STRING -> new Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getString());
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case VALUE_NULL -> new Null();
      case null, default -> throw new IllegalArgumentException("it ends too early");
    };
  }

  /** Writes this, masked by the names of members. */
  default void write(JsonGenerator out, Redactor redactor) {
    switch (this) {
      case Members(var values) -> {
        out.writeStartObject();
        values.forEach((name, value) -> {
          out.writeName(name);
          if (redactor.masks(name)) {
            out.writeString(Redactor.MASK);
          } else {
            value.write(out, redactor);
          }
        });
        out.writeEndObject();
      }
      case Items(var values) -> {
        out.writeStartArray();
        values.forEach(value -> value.write(out, redactor));
        out.writeEndArray();
      }
      case Text(var value) -> out.writeString(value);
      case Num(var literal) -> out.writeNumber(literal);
      case Bool(var value) -> out.writeBoolean(value);
      case Null() -> out.writeNull();
    }
  }

  /** The JSON of this, masked by the names of members. */
  default String toJson(Redactor redactor) {
    var text = new StringWriter();
    try (var out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(out, redactor);
    }
    return text.toString();
  }

  /** Writes a document that somebody gave; one that is none stands as a text. */
  static void copy(String json, JsonGenerator out) {
    JsonTree tree;
    try {
      tree = parse(json);
    } catch (JacksonException | IllegalArgumentException _) {
      tree = new Text(json);
    }
    tree.write(out, Redactor.bySecretOnly());
  }
}
