package io.baton.agents.llm;

import io.baton.agents.AgentContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tool may know of the call that it serves. Thread-safe; valid while the call runs. */
public final class ToolContext {

  private final ToolCall call;
  private final @Nullable AgentContext agent;

  ToolContext(ToolCall call, @Nullable AgentContext agent) {
    this.call = call;
    this.agent = agent;
  }

  /** The call, with its id and its arguments as JSON. */
  public ToolCall call() {
    return call;
  }

  /** The context of the agent whose model calls; empty in a chat that no agent holds. */
  public Optional<AgentContext> findAgent() {
    return Optional.ofNullable(agent);
  }

  /**
   * The context of the agent whose model calls.
   *
   * @throws IllegalStateException if no agent does, as in a chat of an application's
   */
  public AgentContext agent() {
    if (agent == null) {
      throw new IllegalStateException(
          "tool %s needs an agent's context, but is called by a chat outside of all agents"
              .formatted(call.tool()));
    }
    return agent;
  }
}
