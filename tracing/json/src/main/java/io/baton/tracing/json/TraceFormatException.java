package io.baton.tracing.json;

import org.jspecify.annotations.Nullable;

/** A line that is no line of a trace, or cannot be read as one. */
public final class TraceFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private final long line;

  TraceFormatException(long line, String why, @Nullable Throwable cause) {
    super("line " + line + ": " + why, cause);
    this.line = line;
  }

  /** The number of the line, from 1. */
  public long line() {
    return line;
  }
}
