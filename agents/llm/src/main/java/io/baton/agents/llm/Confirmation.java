package io.baton.agents.llm;

/** Says whether a tool may be called that {@linkplain Tool#requiresConfirmation() asks first}. */
@FunctionalInterface
public interface Confirmation {

  /**
   * Whether the call may be made. It is asked for one call at a time of one agent's invocation, in
   * the order in which the model asked, on the agent's thread, and may block. An agent that is
   * invoked by several threads at once asks from each of them.
   *
   * @throws Exception if that cannot be said: the call is denied then
   */
  boolean isGranted(ToolCall call) throws Exception;
}
