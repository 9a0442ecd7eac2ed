package io.baton.events;

import java.util.List;

/**
 * A delivery that failed for good: one event that one agent could not handle.
 *
 * @param envelope the event and what travelled with it
 * @param agent the name of the route that failed
 * @param attempts how often it was tried; 0 if it never reached the agent
 * @param cause why the last attempt failed
 * @param path the names of the agents that led here, the newest last; at most the last 64
 */
public record DeadLetter(
    Envelope envelope, String agent, int attempts, Failure cause, List<String> path)
    implements SystemEvent {

  /** Copies and checks. */
  public DeadLetter {
    path = List.copyOf(path);
    if (attempts < 0) {
      throw new IllegalArgumentException("attempts must be at least 0, but is " + attempts);
    }
  }
}
