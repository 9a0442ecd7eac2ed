package io.baton.dispatcher;

import java.io.Serial;

/** The root of what a dispatcher throws. */
public class DispatchException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  DispatchException(String message) {
    super(message);
  }

  DispatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
