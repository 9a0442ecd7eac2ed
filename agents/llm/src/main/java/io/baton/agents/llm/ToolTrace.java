package io.baton.agents.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.baton.agents.AgentContext;
import io.baton.events.Failure;
import io.baton.tracing.TraceEvent;
import java.util.Optional;

/** Tells the tracer of an agent what became of a call. */
final class ToolTrace {

  private ToolTrace() {}

  static void tell(AgentContext context, ToolExecutionRequest request, ToolResult result) {
    context
        .tracer()
        .trace(
            new TraceEvent.ToolCalled(
                context.correlationId(),
                context.envelope().id(),
                context.agentName(),
                context.attempt(),
                result.time(),
                request.name(),
                request.id() == null ? "" : request.id(),
                result.work(),
                Optional.ofNullable(result.cause()).map(Failure::of)));
  }
}
