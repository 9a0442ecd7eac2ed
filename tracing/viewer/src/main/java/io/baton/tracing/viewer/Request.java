package io.baton.tracing.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a browser asks. Confined to the thread that answers it. */
record Request(HttpExchange exchange, Patience patience) {

  /** The most bytes of a body that are read; what the page sends is far smaller. */
  private static final int LARGEST_BODY = 8_192;

  String method() {
    return exchange.getRequestMethod();
  }

  String path() {
    return exchange.getRequestURI().getPath();
  }

  boolean isForStream() {
    return path().equals("/api/stream") && method().equals("GET");
  }

  @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  List<String> headers(String name) {
    List<String> values = exchange.getRequestHeaders().get(name);
    return values == null ? List.of() : values;
  }

  int port() {
    return exchange.getLocalAddress().getPort();
  }

  /** The value of a parameter of the address, if it is there and can be read. */
  Optional<String> parameter(String name) {
    String query = exchange.getRequestURI().getRawQuery();
    if (query == null) {
      return Optional.empty();
    }
    for (var pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return decoded(pair.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  /** The body as text; empty if it is longer than anything that the page sends. */
  Optional<String> body() throws IOException {
    patience.begin();
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    patience.end();
    return bytes.length > LARGEST_BODY ? Optional.empty() : Optional.of(new String(bytes, UTF_8));
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, UTF_8));
    } catch (IllegalArgumentException _) { // a broken escape
      return Optional.empty();
    }
  }
}
