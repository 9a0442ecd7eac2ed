package io.baton.agents.llm;

import io.baton.events.Event;

/**
 * What became of a part of a problem of a {@link RecursiveSolver}.
 *
 * @param task what the part is for
 * @param problem the part
 * @param reason why it is over
 * @param answer what was found; may be empty unless it is {@code SOLVED}
 * @param detail why there is no answer; empty if it is {@code SOLVED}
 * @param effort what it has taken, with all below it
 */
public record ProblemSolved(
    AgentTask task, String problem, StopReason reason, String answer, String detail, Effort effort)
    implements Event {

  /** Whether there is an answer. */
  public boolean isSolved() {
    return reason == StopReason.SOLVED;
  }
}
