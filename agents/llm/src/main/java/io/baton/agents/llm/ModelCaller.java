package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.baton.agents.AgentContext;
import io.baton.agents.TimeSource;
import io.baton.agents.llm.ModelException.Kind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls a model for one reply, within the bounds of its back end and the run's budget, and again
 * when a failure may have passed. Confined to the thread that makes the reply.
 */
final class ModelCaller {

  private final Backend backend;
  private final CallSettings settings;
  private final AgentContext context;
  private final TimeSource time;
  private final PieceSink sink;
  private final CallTally tally;
  private boolean sent; // confined to the thread that calls the sink, which one call joins

  ModelCaller(Backend backend, CallSettings settings, AgentContext context, PieceSink sink) {
    this.backend = backend;
    this.settings = settings;
    this.context = context;
    this.time = context.time();
    this.sink = sink;
    this.tally = new CallTally(backend, settings.budget(), context);
  }

  ReplyMeta meta() {
    return tally.meta();
  }

  /**
   * Asks until there is an answer.
   *
   * @throws ModelException if there is none
   */
  ChatResponse call(ChatRequest request) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(request);
      } catch (ModelException e) {
        Duration wait = waitAfter(attempt, e);
        if (sent) {
          sink.accept(new Piece.Restart(e.kind() + ": " + e.getMessage()));
        }
        Pause.of(time, wait);
      }
    }
  }

  private ChatResponse once(ChatRequest request) throws InterruptedException {
    checkWanted();
    backend.enter(time);
    try {
      if (settings.budget() != null) {
        settings.budget().check(context);
      }
      return traced(request);
    } finally {
      backend.leave();
    }
  }

  private ChatResponse traced(ChatRequest request) throws InterruptedException {
    sent = false;
    String name = name(request);
    long started = time.nanoTime();
    ModelPort.Call call;
    try {
      call = backend.model().ask(request, this::pass, time, settings.limits());
    } catch (ModelException e) {
      tally.failed(since(started), name, e);
      throw e;
    } catch (InterruptedException e) {
      var failure = ModelException.lasting(Kind.CANCELLED, "the call was interrupted", "", e);
      tally.failed(since(started), name, failure);
      throw e;
    }
    ModelException failure = fault(call.response());
    tally.ended(call, since(started), name, failure);
    if (failure != null) {
      throw failure;
    }
    return call.response();
  }

  private void pass(Piece piece) {
    sent = true;
    sink.accept(piece);
  }

  private @Nullable ModelException fault(ChatResponse response) {
    String text = Optional.ofNullable(response.aiMessage().text()).orElse("");
    if (response.finishReason() == FinishReason.LENGTH && !settings.takesCutOff()) {
      return ModelException.lasting(
              Kind.TRUNCATED, "the answer reached the limit of output tokens", "", null)
          .with(text);
    }
    if (response.finishReason() == FinishReason.CONTENT_FILTER) {
      return ModelException.lasting(
              Kind.REFUSED, "a filter of the service has stopped the answer", "", null)
          .with(text);
    }
    return null;
  }

  /** How long to wait before asking again. */
  private Duration waitAfter(int attempt, ModelException failure) {
    failure.retryAfter().ifPresent(wait -> backend.hold(time, settings.bounded(wait)));
    if (!failure.isPassing() || attempt >= settings.attempts()) {
      throw failure;
    }
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    Duration own = settings.waitAfter(attempt, context.idempotencyKey().hashCode());
    Duration wait = asked.compareTo(own) > 0 ? asked : own;
    boolean tooLong =
        asked.compareTo(settings.longestWait()) > 0
            || context.remaining().filter(left -> left.compareTo(wait) < 0).isPresent();
    if (tooLong) {
      throw failure;
    }
    return wait;
  }

  private void checkWanted() {
    if (context.isCancelled()) {
      throw ModelException.lasting(
          Kind.CANCELLED, "the run does not want an answer any more", "", null);
    }
  }

  private String name(ChatRequest request) {
    @Nullable String name = request.parameters().modelName();
    return Optional.ofNullable(name == null ? backend.model().modelName() : name).orElse("unknown");
  }

  private Duration since(long started) {
    return Duration.ofNanos(time.nanoTime() - started);
  }
}
