package io.baton.dispatcher;

import java.io.Serial;

/**
 * A caller was interrupted while it waited to hand in an event. Its interrupt flag is set, and the
 * event was not accepted.
 */
public final class DispatchInterruptedException extends DispatchException {

  @Serial private static final long serialVersionUID = 1;

  DispatchInterruptedException(String message) {
    super(message);
  }
}
