package io.baton.dispatcher;

import java.io.Serial;

/** An event was given to a dispatcher that is closed, or has failed; it was not accepted. */
public final class DispatcherClosedException extends DispatchException {

  @Serial private static final long serialVersionUID = 1;

  DispatcherClosedException(String message) {
    super(message);
  }

  DispatcherClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
