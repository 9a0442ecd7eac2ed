package io.baton.agents.llm;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * How a tool's calls are run.
 *
 * @param turn what a call holds while it runs; copies of a tool share it
 * @param timeout null for none
 * @param confirms whether a call is asked for
 * @param confirmation who is asked; null for that of the agent
 */
record ToolSettings(
    ToolExecution execution,
    @Nullable Semaphore turn,
    @Nullable Duration timeout,
    int outputCap,
    boolean confirms,
    @Nullable Confirmation confirmation) {

  static final ToolSettings DEFAULTS =
      new ToolSettings(ToolExecution.VIRTUAL, null, null, Tool.DEFAULT_OUTPUT_CAP, false, null);

  ToolSettings execution(ToolExecution other) {
    Semaphore exclusive = turn == null ? new Semaphore(1, true) : turn;
    return new ToolSettings(
        other,
        other == ToolExecution.EXCLUSIVE ? exclusive : null,
        timeout,
        outputCap,
        confirms,
        confirmation);
  }

  ToolSettings timeout(Duration limit) {
    return new ToolSettings(execution, turn, limit, outputCap, confirms, confirmation);
  }

  ToolSettings outputCap(int characters) {
    return new ToolSettings(execution, turn, timeout, characters, confirms, confirmation);
  }

  ToolSettings confirmed(@Nullable Confirmation by) {
    return new ToolSettings(execution, turn, timeout, outputCap, true, by);
  }
}
