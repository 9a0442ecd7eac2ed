package io.baton.agents.llm;

import io.baton.agents.AgentContext;

/** What a tool may know of the call that it serves. Thread-safe; valid while the call runs. */
public final class ToolContext {

  private final ToolCall call;
  private final AgentContext agent;

  ToolContext(ToolCall call, AgentContext agent) {
    this.call = call;
    this.agent = agent;
  }

  /** The call, with its id and its arguments as JSON. */
  public ToolCall call() {
    return call;
  }

  /**
   * The context of the agent whose model calls. In a {@link ChatSession} that no agent holds, it is
   * the chat's: it publishes nothing, and belongs to no run.
   */
  public AgentContext agent() {
    return agent;
  }
}
