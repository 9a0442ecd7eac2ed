package io.baton.dispatcher;

import java.io.Serial;

/** An event has passed through more agents than its run allows. */
final class TooManyHopsException extends DispatchException {

  @Serial private static final long serialVersionUID = 1;

  TooManyHopsException(Message message) {
    super(
        "maxHops is "
            + message.maxHops()
            + ", but the event has made "
            + message.hops()
            + "; do its agents answer each other in a loop?");
  }
}
