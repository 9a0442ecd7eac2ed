package io.baton.tracing.micrometer;

import io.baton.events.Failure;
import io.baton.tracing.TraceEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/**
 * The meters of calls of models and tools, named and bucketed by the OpenTelemetry conventions for
 * generative AI. Thread-safe.
 */
final class ModelMeters {

  private static final String NONE = "none";
  private static final int BUCKETS = 14;

  private final MeterRegistry registry;
  private final TagValues providers;
  private final TagValues models;
  private final TagValues tools;
  private final TagValues errors;

  ModelMeters(MeterRegistry registry, int mostTagValues) {
    this.registry = registry;
    providers = new TagValues(mostTagValues);
    models = new TagValues(mostTagValues);
    tools = new TagValues(mostTagValues);
    errors = new TagValues(mostTagValues);
  }

  void called(TraceEvent.ModelCalled call) {
    Tags tags =
        Tags.of(
            "gen_ai.operation.name",
            "chat",
            "gen_ai.provider.name",
            providers.of(call.provider().isEmpty() ? "unknown" : call.provider()),
            "gen_ai.request.model",
            models.of(call.model()));
    timer("gen_ai.client.operation.duration", tags.and("error.type", errorOf(call.cause())))
        .record(call.work());
    call.firstToken()
        .ifPresent(
            first -> timer("gen_ai.client.operation.time_to_first_chunk", tags).record(first));
    count(tags, "input", call.inputTokens());
    count(tags, "output", call.outputTokens());
    call.cost()
        .ifPresent(cost ->
            Counter.builder("baton.model.cost")
                .description("What calls of models cost, in the currency of the price table")
                .tags(tags)
                .register(registry)
                .increment(cost.doubleValue()));
  }

  void called(TraceEvent.ToolCalled call) {
    Tags tags =
        Tags.of(
            "gen_ai.operation.name",
            "execute_tool",
            "gen_ai.tool.name",
            tools.of(call.tool()),
            "error.type",
            errorOf(call.cause()));
    timer("gen_ai.execute_tool.duration", tags).record(call.work());
  }

  private String errorOf(Optional<Failure> cause) {
    return cause.map(failure -> errors.of(failure.type())).orElse(NONE);
  }

  /** From 10 ms, each bucket twice as wide as the one before. */
  private Timer timer(String name, Tags tags) {
    var bounds = new Duration[BUCKETS];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = Duration.ofMillis(10L << i);
    }
    return Timer.builder(name).tags(tags).serviceLevelObjectives(bounds).register(registry);
  }

  /** From 1, each bucket four times as wide as the one before. */
  private void count(Tags tags, String type, long tokens) {
    if (tokens > 0) {
      var bounds = new double[BUCKETS];
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = (double) (1L << (2 * i));
      }
      DistributionSummary.builder("gen_ai.client.token.usage")
          .description("Tokens of questions and answers")
          .baseUnit("token")
          .tags(tags.and("gen_ai.token.type", type))
          .serviceLevelObjectives(bounds)
          .register(registry)
          .record((double) tokens);
    }
  }
}
