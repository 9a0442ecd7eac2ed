package io.baton.agents.llm;

import io.baton.events.Event;

/**
 * A ready agent has ended a task. It is the agent's answer, unless its builder was given another.
 *
 * @param task what it worked on
 * @param reason why it has stopped
 * @param answer what it has found; may be empty, or not good enough, unless it is {@code SOLVED}
 * @param detail why it is not solved; empty if it is {@code SOLVED}
 * @param effort what it has taken, also in turns that failed
 */
public record TaskEnded(
    AgentTask task, StopReason reason, String answer, String detail, Effort effort)
    implements Event {

  /** Whether there is an answer. */
  public boolean isSolved() {
    return reason == StopReason.SOLVED;
  }
}
