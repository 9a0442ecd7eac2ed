package io.baton.tracing.viewer;

import org.jspecify.annotations.Nullable;

/** A viewer or a report could not do what was asked; the message says what and why. */
public final class ViewerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ViewerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
