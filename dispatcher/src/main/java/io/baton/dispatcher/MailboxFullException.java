package io.baton.dispatcher;

import java.io.Serial;

/**
 * An event was refused, because the mailbox of a route that it would go to is full and rejects what
 * is too much. No route has got the event.
 */
public final class MailboxFullException extends DispatchException {

  @Serial private static final long serialVersionUID = 1;

  private final String route;

  MailboxFullException(String route, int capacity, String type) {
    super(
        "the mailbox of route "
            + route
            + " is full with its capacity of "
            + capacity
            + "; an event of type "
            + type
            + " was not accepted");
    this.route = route;
  }

  /** The name of the route. */
  public String route() {
    return route;
  }
}
