package io.baton.agents.llm;

import org.jspecify.annotations.Nullable;

/** A call whose arguments have been read. Immutable. */
record PreparedCall(Tool<?, ?> tool, ToolCall call, Body body) {

  @FunctionalInterface
  interface Body {
    @Nullable Object run(ToolContext context) throws Exception;
  }
}
