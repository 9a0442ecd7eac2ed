package io.baton.dispatcher;

import java.io.Serial;
import java.time.Duration;

/** An attempt that was not made, because the {@link CircuitBreaker} of its route is open. */
public final class CircuitOpenException extends DispatchException {

  @Serial private static final long serialVersionUID = 1;

  private final Duration remaining;

  CircuitOpenException(String route, Duration remaining) {
    super("the circuit of route " + route + " is open for " + remaining + " more");
    this.remaining = remaining;
  }

  /** How long it is until the circuit lets an attempt through; zero while one is tried. */
  public Duration remaining() {
    return remaining;
  }
}
