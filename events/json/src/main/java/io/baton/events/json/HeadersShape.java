package io.baton.events.json;

import io.baton.events.Headers;
import java.util.Map;
import java.util.TreeMap;

/** Headers, as an object of texts. */
record HeadersShape() implements Shape {

  @Override
  public void write(Object value, JsonWriter out, Path path) {
    write(((Headers) value).asMap(), out, path);
  }

  static void write(Map<String, String> headers, JsonWriter out, Path path) {
    out.startObject();
    headers.forEach((name, text) -> {
      out.key(name, path);
      out.text(text);
    });
    out.endObject();
  }

  @Override
  public Headers read(Json json, Path path) {
    if (!(json instanceof Json.Members(var members))) {
      throw path.mustBe("an object", json);
    }
    Map<String, String> headers = new TreeMap<>();
    members.forEach(
        (name, value) -> headers.put(name, TextShape.STRING.read(value, path.child(name))));
    try {
      return Headers.of(headers);
    } catch (IllegalArgumentException e) {
      throw path.isRefused("Headers", e);
    }
  }
}
