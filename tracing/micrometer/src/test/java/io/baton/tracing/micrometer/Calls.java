package io.baton.tracing.micrometer;

import io.baton.agents.AgentContext;
import io.baton.events.Envelope;
import io.baton.events.Failure;
import io.baton.tracing.TraceEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls of models and tools, as agents trace them. */
final class Calls {

  static final Duration WORK = Duration.ofMillis(1_500);

  private Calls() {}

  static TraceEvent.ModelCalled modelCalled(
      String model, long input, long output, @Nullable Throwable cause) {
    return modelCalled(Envelope.root(new Kitchen.Ask(1)), "cook", model, input, output, cause);
  }

  static TraceEvent.ModelCalled modelCalled(AgentContext context, String model) {
    return modelCalled(context.envelope(), context.agentName(), model, 10, 20, null);
  }

  private static TraceEvent.ModelCalled modelCalled(
      Envelope envelope,
      String agent,
      String model,
      long input,
      long output,
      @Nullable Throwable cause) {
    return new TraceEvent.ModelCalled(
        envelope.correlationId(),
        envelope.id(),
        agent,
        1,
        Instant.now(),
        "openai",
        model,
        WORK,
        Optional.of(Duration.ofMillis(200)),
        input,
        output,
        Optional.of(new BigDecimal("0.25")),
        "STOP",
        Optional.ofNullable(cause).map(Failure::of));
  }

  static TraceEvent.ToolCalled toolCalled(String tool, @Nullable Throwable cause) {
    return toolCalled(Envelope.root(new Kitchen.Ask(1)), "cook", tool, cause);
  }

  static TraceEvent.ToolCalled toolCalled(AgentContext context, String tool) {
    return toolCalled(
        context.envelope(), context.agentName(), tool, new IllegalStateException("secret"));
  }

  private static TraceEvent.ToolCalled toolCalled(
      Envelope envelope, String agent, String tool, @Nullable Throwable cause) {
    return new TraceEvent.ToolCalled(
        envelope.correlationId(),
        envelope.id(),
        agent,
        1,
        Instant.now(),
        tool,
        "call-1",
        Duration.ofMillis(30),
        Optional.ofNullable(cause).map(Failure::of));
  }
}
