package io.baton.agents.llm;

import java.util.List;

/**
 * A step of an {@link IterativeSolver}: it is the model's turn to give a better draft.
 *
 * @param task what the step is for
 * @param tries the drafts so far, the oldest first
 * @param effort what the task has taken so far
 */
public record SolverStep(AgentTask task, List<Try> tries, Effort effort) implements TaskStep {

  /** Copies. */
  public SolverStep {
    tries = List.copyOf(tries);
  }

  /**
   * A draft that was not good enough.
   *
   * @param draft as the model wrote it
   * @param critique what is wrong with it
   */
  public record Try(String draft, String critique) {}
}
