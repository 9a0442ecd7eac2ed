package io.baton.agents.llm;

import java.util.List;

/** A step of a {@link ReActAgent}. */
public sealed interface ReActStep extends TaskStep {

  /** What was done so far, the oldest first. */
  List<Turn> turns();

  /**
   * It is the model's turn.
   *
   * @param task what the step is for
   * @param turns what was done so far
   * @param effort what the task has taken so far
   */
  record Think(AgentTask task, List<Turn> turns, Effort effort) implements ReActStep {

    /** Copies. */
    public Think {
      turns = List.copyOf(turns);
    }
  }

  /**
   * It is a tool's turn.
   *
   * @param task what the step is for
   * @param turns what was done so far
   * @param effort what the task has taken so far
   * @param thought why the model wants it
   * @param tool the name that the model gave
   * @param input the tool's input, as the model wrote it
   */
  record Act(
      AgentTask task, List<Turn> turns, Effort effort, String thought, String tool, String input)
      implements ReActStep {

    /** Copies. */
    public Act {
      turns = List.copyOf(turns);
    }
  }

  /**
   * A thought, what was done about it, and what came of that.
   *
   * @param thought the model's
   * @param tool the name that the model gave
   * @param input the tool's input
   * @param observation what the tool gave, or what was wrong with the call
   */
  record Turn(String thought, String tool, String input, String observation) {}
}
