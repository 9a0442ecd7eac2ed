package io.baton.agents.llm;

import java.util.List;

/** A step of a {@link SupervisorAgent}. */
public sealed interface SupervisorStep extends TaskStep {

  /** What was done so far, the oldest first. */
  List<Turn> turns();

  /**
   * It is the model's turn to choose.
   *
   * @param task what the step is for
   * @param turns what was done so far
   * @param effort what the task has taken so far
   */
  record Choose(AgentTask task, List<Turn> turns, Effort effort) implements SupervisorStep {

    /** Copies. */
    public Choose {
      turns = List.copyOf(turns);
    }
  }

  /**
   * It is a member's turn.
   *
   * @param task what the step is for
   * @param turns what was done so far
   * @param effort what the task has taken so far
   * @param member the name of the member that was chosen
   * @param instruction what it is asked for
   */
  record Delegate(
      AgentTask task, List<Turn> turns, Effort effort, String member, String instruction)
      implements SupervisorStep {

    /** Copies. */
    public Delegate {
      turns = List.copyOf(turns);
    }
  }

  /**
   * What a member was asked for, and what came of it.
   *
   * @param member its name
   * @param instruction what it was asked for
   * @param report what it answered, or why it did not
   */
  record Turn(String member, String instruction, String report) {}
}
