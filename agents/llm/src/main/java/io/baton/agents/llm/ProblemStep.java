package io.baton.agents.llm;

import java.util.List;

/** A step of a {@link RecursiveSolver}. */
public sealed interface ProblemStep extends TaskStep {

  /** The problem, which is a part of the task's unless the depth is 0. */
  String problem();

  /** How many problems stand above it. */
  int depth();

  /**
   * It is the model's turn to solve the problem, or to split it.
   *
   * @param task what the step is for
   * @param problem the problem
   * @param depth how many problems stand above it
   * @param steps how many answers of the model it may take, with all below it
   * @param tokens how many tokens it may take, with all below it
   * @param effort what it has taken so far
   */
  record Solve(AgentTask task, String problem, int depth, int steps, long tokens, Effort effort)
      implements ProblemStep {}

  /**
   * It is the model's turn to make one answer of those of the parts.
   *
   * @param task what the step is for
   * @param problem the problem
   * @param depth how many problems stand above it
   * @param parts what became of its parts, in their order
   * @param effort what it has taken so far, with its parts
   */
  record Combine(
      AgentTask task, String problem, int depth, List<ProblemSolved> parts, Effort effort)
      implements ProblemStep {

    /** Copies. */
    public Combine {
      parts = List.copyOf(parts);
    }
  }
}
