package io.baton.agents.llm;

import dev.langchain4j.exception.HttpException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer that is no success, with what the server said of trying again. */
final class RefusedRequest extends HttpException {

  private static final long serialVersionUID = 1;

  private final @Nullable Duration retryAfter;

  RefusedRequest(int status, String body, @Nullable Duration retryAfter) {
    super(status, body);
    this.retryAfter = retryAfter;
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
