package io.baton.agents.llm;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.baton.agents.AgentContext;
import io.baton.events.Failure;
import io.baton.tracing.TraceEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts and traces the calls that one reply takes. Confined to the thread that makes it. */
final class CallTally {

  private final Backend backend;
  private final @Nullable Budget budget;
  private final AgentContext context;
  private final long started;
  private String model = "";
  private String finish = "";
  private int calls;
  private long inputTokens;
  private long outputTokens;
  private Optional<BigDecimal> cost = Optional.empty();
  private Optional<Duration> firstToken = Optional.empty();

  CallTally(Backend backend, @Nullable Budget budget, AgentContext context) {
    this.backend = backend;
    this.budget = budget;
    this.context = context;
    this.started = context.time().nanoTime();
  }

  /** A call has ended with an answer, which may be no good. */
  void ended(ModelPort.Call call, Duration work, String name, @Nullable ModelException failure) {
    ChatResponse response = call.response();
    String given = response.modelName();
    model = given == null || given.isEmpty() ? name : given;
    finish =
        response.finishReason() == null
            ? ""
            : response.finishReason().name().toLowerCase(Locale.ROOT);
    @Nullable TokenUsage usage = response.tokenUsage();
    long in = usage == null ? 0 : count(usage.inputTokenCount());
    long out = usage == null ? 0 : count(usage.outputTokenCount());
    Optional<BigDecimal> price = backend.prices().cost(model, in, out);
    calls++;
    inputTokens += in;
    outputTokens += out;
    price.ifPresent(more -> cost = Optional.of(cost.map(more::add).orElse(more)));
    if (firstToken.isEmpty()) {
      firstToken = call.firstToken();
    }
    if (budget != null) {
      budget.spend(context.correlationId(), in + out, price);
    }
    trace(work, call.firstToken(), in, out, price, finish, failure);
  }

  /** A call has ended without an answer. */
  void failed(Duration work, String name, ModelException failure) {
    model = name;
    finish = "";
    calls++;
    String why = failure.kind().name().toLowerCase(Locale.ROOT);
    trace(work, Optional.empty(), 0, 0, Optional.empty(), why, failure);
  }

  ReplyMeta meta() {
    return new ReplyMeta(
        backend.model().provider(),
        model,
        calls,
        inputTokens,
        outputTokens,
        cost,
        finish,
        firstToken,
        Duration.ofNanos(context.time().nanoTime() - started));
  }

  private void trace(
      Duration work,
      Optional<Duration> first,
      long in,
      long out,
      Optional<BigDecimal> price,
      String end,
      @Nullable ModelException failure) {
    if (context.tracer().isEnabled()) {
      context
          .tracer()
          .trace(
              new TraceEvent.ModelCalled(
                  context.correlationId(),
                  context.envelope().id(),
                  context.agentName(),
                  context.attempt(),
                  context.time().now(),
                  backend.model().provider(),
                  model,
                  work,
                  first,
                  in,
                  out,
                  price,
                  end,
                  Optional.ofNullable(failure).map(Failure::of)));
    }
  }

  private static long count(@Nullable Integer tokens) {
    return tokens == null ? 0 : tokens;
  }
}
