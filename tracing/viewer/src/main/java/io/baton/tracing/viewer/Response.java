package io.baton.tracing.viewer;

import java.util.HashMap;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param status the status of HTTP
 * @param type the content type
 * @param body all of it
 * @param headers further headers
 */
record Response(int status, String type, String body, Map<String, String> headers) {

  static final String TEXT = "text/plain; charset=utf-8";
  static final String JSON = "application/json; charset=utf-8";

  static Response text(int status, String text) {
    return new Response(status, TEXT, text, Map.of());
  }

  static Response json(Object value) {
    return json(200, value);
  }

  static Response json(int status, Object value) {
    return new Response(status, JSON, Json.text(value), Map.of());
  }

  /** Sends the browser to another place of this page. */
  static Response redirect(String location, Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Location", location);
    return new Response(303, TEXT, "", Map.copyOf(all));
  }
}
