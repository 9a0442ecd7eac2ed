package io.baton.agents.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.JsonException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import io.baton.agents.llm.ModelException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Tells what the failures of LangChain4j, its models and the transport mean. */
final class Failures {

  /** What OpenAI says with status 429 when waiting does not help. */
  private static final String NO_QUOTA = "insufficient_quota";

  private Failures() {}

  /** A failure as one of ours. */
  static ModelException of(Throwable failure) {
    List<Throwable> causes = causes(failure);
    return first(causes, cause -> cause instanceof ModelException ours ? ours : null)
        .or(() -> first(causes, cause -> ofTransport(cause, failure)))
        .or(() -> first(causes, cause -> ofLibrary(cause, failure)))
        .or(() -> first(causes, cause -> ofConnection(cause, failure)))
        .orElseGet(() ->
            ModelException.lasting(Kind.FAILED, "the call failed: " + text(failure), "", failure));
  }

  /** From the first cause to the outermost; what is innermost says most. */
  private static List<Throwable> causes(Throwable failure) {
    var seen = Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>());
    var causes = new ArrayList<Throwable>();
    for (@Nullable Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      causes.addFirst(t);
    }
    return causes;
  }

  private static Optional<ModelException> first(
      List<Throwable> causes, Function<Throwable, @Nullable ModelException> known) {
    for (Throwable cause : causes) {
      ModelException found = known.apply(cause);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static @Nullable ModelException ofTransport(Throwable cause, Throwable failure) {
    return switch (cause) {
      case StreamError error -> ofStream(error);
      case HttpException http -> ofStatus(http.statusCode(), http, failure);
      case InterruptedException _, InterruptedIOException _ ->
          lasting(Kind.CANCELLED, "the call was interrupted", failure);
      case HttpTimeoutException _, java.util.concurrent.TimeoutException _ ->
          passing(Kind.TIMEOUT, text(cause), failure);
      case ConnectException _, UnknownHostException _, UnresolvedAddressException _ ->
          passing(Kind.UNAVAILABLE, "the server cannot be reached", failure);
      case SSLHandshakeException _ ->
          passing(Kind.UNAVAILABLE, "no secure connection to the server: " + text(cause), failure);
      case CutOffException cut -> passing(Kind.TRUNCATED, text(cut), failure);
      default -> null;
    };
  }

  private static @Nullable ModelException ofLibrary(Throwable cause, Throwable failure) {
    return switch (cause) {
      case TimeoutException _ -> passing(Kind.TIMEOUT, text(cause), failure);
      case ContentFilteredException _ -> lasting(Kind.REFUSED, text(cause), failure);
      case AuthenticationException _ -> lasting(Kind.UNAUTHORIZED, text(cause), failure);
      case ModelNotFoundException _ -> lasting(Kind.UNKNOWN_MODEL, text(cause), failure);
      case InvalidRequestException _ -> lasting(Kind.REJECTED, text(cause), failure);
      case RateLimitException _ -> passing(Kind.RATE_LIMITED, text(cause), failure);
      case InternalServerException _, UnresolvedModelServerException _ ->
          passing(Kind.UNAVAILABLE, text(cause), failure);
      case JsonProcessingException _, JsonException _ ->
          passing(Kind.BAD_ANSWER, "the service sent something that cannot be read", failure);
      default -> null;
    };
  }

  private static @Nullable ModelException ofConnection(Throwable cause, Throwable failure) {
    return cause instanceof IOException
        ? passing(Kind.TRUNCATED, "the connection broke: " + text(cause), failure)
        : null;
  }

  private static ModelException ofStatus(int status, Throwable http, Throwable failure) {
    String message = "the service answered with status %d: %s".formatted(status, text(http));
    if (status == 401 || status == 403) {
      return lasting(Kind.UNAUTHORIZED, message, failure);
    }
    if (status == 404) {
      return lasting(Kind.UNKNOWN_MODEL, message, failure);
    }
    if (status == 429 && text(http).contains(NO_QUOTA)) {
      return lasting(Kind.RATE_LIMITED, message, failure);
    }
    var wait =
        http instanceof RefusedRequest refused ? refused.retryAfter() : Optional.<Duration>empty();
    if (status == 429) {
      return ModelException.after(Kind.RATE_LIMITED, message, wait.orElse(null), failure);
    }
    if (status == 408) {
      return passing(Kind.TIMEOUT, message, failure);
    }
    return status >= 500
        ? ModelException.after(Kind.UNAVAILABLE, message, wait.orElse(null), failure)
        : lasting(Kind.REJECTED, message, failure);
  }

  private static ModelException ofStream(StreamError error) {
    String message = "the service reported an error within its answer: " + text(error);
    if (error.status() >= 400) {
      return ofStatus(error.status(), error, error);
    }
    return switch (error.type()) {
      case "rate_limit_error", "rate_limit_exceeded", "requests", "tokens" ->
          passing(Kind.RATE_LIMITED, message, error);
      case NO_QUOTA -> lasting(Kind.RATE_LIMITED, message, error);
      case "authentication_error", "permission_error" -> lasting(Kind.UNAUTHORIZED, message, error);
      case "not_found_error" -> lasting(Kind.UNKNOWN_MODEL, message, error);
      case "invalid_request_error" -> lasting(Kind.REJECTED, message, error);
      default -> passing(Kind.UNAVAILABLE, message, error);
    };
  }

  private static ModelException lasting(Kind kind, String message, Throwable cause) {
    return ModelException.lasting(kind, message, "", cause);
  }

  private static ModelException passing(Kind kind, String message, Throwable cause) {
    return ModelException.passing(kind, message, "", cause);
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return ModelException.shown(message == null ? failure.getClass().getSimpleName() : message);
  }
}
