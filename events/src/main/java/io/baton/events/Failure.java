package io.baton.events;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Why something failed, in a form that survives JSON and other processes.
 *
 * @param type the name of the exception's class
 * @param message its message, or an empty text
 * @param stackTrace its stack trace with all causes, as text; may be empty
 */
public record Failure(String type, String message, String stackTrace) {

  /** What {@code cause} says. */
  public static Failure of(Throwable cause) {
    var text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text, true));
    String message = cause.getMessage();
    return new Failure(cause.getClass().getName(), message == null ? "" : message, text.toString());
  }

  /** Type and message, without the stack trace. */
  @Override
  public String toString() {
    return message.isEmpty() ? type : type + ": " + message;
  }
}
