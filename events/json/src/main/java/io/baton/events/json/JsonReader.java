package io.baton.events.json;

import io.baton.events.json.EventCodecException.DuplicateKey;
import io.baton.events.json.EventCodecException.Malformed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one document into a tree. The recursion is as deep as the limit on depth, no deeper. */
final class JsonReader {

  private static final Json NULL = new Json.Null();

  private final JsonParser parser;
  private final Limits limits;
  private int depth;

  JsonReader(JsonParser parser, Limits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  Json document() {
    Json json = value(parser.nextToken(), Path.ROOT);
    if (parser.nextToken() != null) {
      throw new Malformed("malformed JSON: something follows the end of the document", null);
    }
    return json;
  }

  private Json value(@Nullable JsonToken token, Path path) {
    if (token == null) {
      throw new Malformed("malformed JSON: the document is empty", null);
    }
    return switch (token) {
      case START_OBJECT -> members(path);
      case START_ARRAY -> items(path);
      case VALUE_STRING -> new Json.Text(text());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(number());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> NULL;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new Malformed("malformed JSON: unexpected " + token + " at " + path, null);
    };
  }

  private Json members(Path path) {
    limits.check(CodecLimit.DEPTH, ++depth);
    Map<String, Json> values = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      limits.check(CodecLimit.STRING_LENGTH, name.length());
      Path place = path.child(name);
      if (values.put(name, value(parser.nextToken(), place)) != null) {
        throw new DuplicateKey(place);
      }
    }
    depth--;
    return new Json.Members(values);
  }

  private Json items(Path path) {
    limits.check(CodecLimit.DEPTH, ++depth);
    List<Json> values = new ArrayList<>();
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      values.add(value(token, path.child(values.size())));
    }
    depth--;
    return new Json.Items(values);
  }

  private String text() {
    String text = parser.getString();
    limits.check(CodecLimit.STRING_LENGTH, text.length());
    return text;
  }

  private String number() {
    String literal = parser.getString();
    limits.check(CodecLimit.NUMBER_LENGTH, literal.length());
    return literal;
  }
}
