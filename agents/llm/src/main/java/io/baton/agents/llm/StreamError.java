package io.baton.agents.llm;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An error that a server reports within a stream that began well.
 *
 * <p>OpenAI and those who follow it send an object {@code error}, Anthropic also an event of that
 * name, Ollama a text {@code error}; some put an HTTP status into {@code code}.
 */
final class StreamError extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String type;
  private final int status;

  private StreamError(String message, String type, int status) {
    super(message);
    this.type = type;
    this.status = status;
  }

  /** The error that an event tells of, in a text that is masked; none if it tells of none. */
  static Optional<StreamError> of(ServerSentEvent event, UnaryOperator<String> masked) {
    boolean named = "error".equals(event.event());
    if (!named && !event.data().contains("\"error\"")) {
      return Optional.empty();
    }
    JsonNode error = error(event.data());
    if (error.isMissingNode()) {
      return named
          ? Optional.of(new StreamError(masked.apply(event.data()), "", 0))
          : Optional.empty();
    }
    if (error.isString()) {
      return Optional.of(new StreamError(masked.apply(error.stringValue()), "", 0));
    }
    return Optional.of(
        new StreamError(
            masked.apply(error.path("message").asString(error.toString())),
            error.path("type").asString(""),
            error.path("code").asInt(0)));
  }

  /** The member {@code error} of an event, or what there is of it; missing if there is none. */
  private static JsonNode error(String data) {
    JsonNode missing = JSON.createObjectNode().path("error");
    try {
      JsonNode error = JSON.readTree(data).path("error");
      return error.isNull() ? missing : error;
    } catch (JacksonException e) {
      return missing;
    }
  }

  /** The server's own word for the kind of error; empty if it has none. */
  String type() {
    return type;
  }

  /** The HTTP status that it would have been; 0 if the server does not say. */
  int status() {
    return status;
  }
}
