package io.baton.tracing;

import io.baton.events.Envelope;
import io.baton.events.EventId;
import io.baton.events.Headers;
import java.util.List;

/**
 * A call of an agent that is about to be made.
 *
 * @param envelope the event that the agent is given, and what travels with it
 * @param agent the name of the agent's route
 * @param attempt the number of the attempt, from 1
 * @param parts if the agent is the function of a join, what it has joined, as far as that had
 *     headers; empty for every other agent
 */
public record AgentAttempt(Envelope envelope, String agent, int attempt, List<Part> parts) {

  /** Copies. */
  public AgentAttempt {
    parts = List.copyOf(parts);
  }

  /**
   * A part of a join.
   *
   * @param id the event
   * @param headers what travelled with it
   */
  public record Part(EventId id, Headers headers) {}
}
