package io.baton.agents.llm;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model was asked, and gave no answer that can be used. */
public final class ModelException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int SHOWN = 500;

  private final Kind kind;
  private final String text;
  private final boolean passing;
  private final @Nullable Duration retryAfter;
  private final long tokens;

  private ModelException(
      Kind kind,
      String message,
      String text,
      boolean passing,
      @Nullable Duration retryAfter,
      long tokens,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.text = text;
    this.passing = passing;
    this.retryAfter = retryAfter;
    this.tokens = tokens;
  }

  /** What went wrong. */
  public enum Kind {
    /**
     * The answer ended before its end: the connection was cut, no finish reason came, or the limit
     * of output tokens was reached.
     */
    TRUNCATED,

    /** No answer, or no more of it, came in time. */
    TIMEOUT,

    /** The model's service takes no more requests for now. */
    RATE_LIMITED,

    /** The service cannot be reached, or is in trouble. */
    UNAVAILABLE,

    /** The service does not know who asks, or does not let them: the key is wrong, for instance. */
    UNAUTHORIZED,

    /** There is no such model at that address. */
    UNKNOWN_MODEL,

    /** The service takes the request for a wrong one; asking again is of no use. */
    REJECTED,

    /** The model, or a filter behind it, does not want to answer. */
    REFUSED,

    /** The answer is not what was asked for, also after it was asked for again. */
    BAD_ANSWER,

    /** The model wanted more rounds of tool calls than the agent allows. */
    TOOL_ROUNDS,

    /** The run has used up its budget of tokens or cost. */
    BUDGET,

    /** Whoever asked does not want the answer any more: the run was cancelled, for instance. */
    CANCELLED,

    /** Anything else; the cause tells. */
    FAILED
  }

  /** A failure that will be the same when the model is asked again. */
  static ModelException lasting(Kind kind, String message, String text, @Nullable Throwable cause) {
    return new ModelException(kind, message, text, false, null, 0, cause);
  }

  /** A failure that may be gone when the model is asked again. */
  static ModelException passing(Kind kind, String message, String text, @Nullable Throwable cause) {
    return new ModelException(kind, message, text, true, null, 0, cause);
  }

  /** A passing failure with the service's own word of when to come again. */
  static ModelException after(
      Kind kind, String message, @Nullable Duration wait, @Nullable Throwable cause) {
    return new ModelException(kind, message, "", true, wait, 0, cause);
  }

  /** The same with the text that had come before it. */
  ModelException with(String textSoFar) {
    return textSoFar.isEmpty() || !text.isEmpty()
        ? this
        : new ModelException(
            kind,
            "%s; so far: \"%s\"".formatted(getMessage(), shown(textSoFar)),
            textSoFar,
            passing,
            retryAfter,
            tokens,
            getCause());
  }

  /** The same with the tokens that asking in vain has taken. */
  ModelException taking(ReplyMeta taken) {
    long sum = taken.inputTokens() + taken.outputTokens();
    return sum == 0
        ? this
        : new ModelException(
            kind, String.valueOf(getMessage()), text, passing, retryAfter, sum, getCause());
  }

  /** A text as it stands in messages. */
  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** What the model had written when it went wrong, whole; empty if nothing. */
  public String text() {
    return text;
  }

  /**
   * How many tokens the reply took that has failed, in and out, as far as the model's service
   * counted them; 0 if that is not known.
   */
  public long tokens() {
    return tokens;
  }

  /** Whether asking again may help. The agent has done so already, as often as it is allowed to. */
  public boolean isPassing() {
    return passing;
  }

  /** When the service wants to be asked again, counted from its answer; empty if it did not say. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
