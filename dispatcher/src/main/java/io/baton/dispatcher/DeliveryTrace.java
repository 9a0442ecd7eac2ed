package io.baton.dispatcher;

import io.baton.tracing.ThreadKind;
import io.baton.tracing.TraceEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Traces one attempt of a delivery, with waiting and working apart. */
final class DeliveryTrace {

  private final Engine engine;
  private final Message message;
  private final RouteEntry route;
  private final int attempt;
  private final long startedAt;
  private final Duration queueWait;

  private DeliveryTrace(
      Engine engine, Message message, RouteEntry route, int attempt, long queuedAt) {
    this.engine = engine;
    this.message = message;
    this.route = route;
    this.attempt = attempt;
    startedAt = engine.time().nanoTime();
    queueWait = Duration.ofNanos(Math.max(0, startedAt - queuedAt));
  }

  static @Nullable DeliveryTrace startIfOn(Engine engine, Message message, RouteEntry route) {
    return startIfOn(engine, message, route, 1, message.queuedAt());
  }

  /**
   * Traces that an attempt begins.
   *
   * @param queuedAt since when it was waited for, in nanoseconds
   */
  static @Nullable DeliveryTrace startIfOn(
      Engine engine, Message message, RouteEntry route, int attempt, long queuedAt) {
    if (!engine.tracing().isOn()) {
      return null;
    }
    var trace = new DeliveryTrace(engine, message, route, attempt, queuedAt);
    engine
        .tracing()
        .trace(
            new TraceEvent.AgentStarted(
                message.correlationId(),
                message.id(),
                route.name(),
                attempt,
                engine.time().now(),
                trace.queueWait,
                threadKind(route)));
    return trace;
  }

  /** The kind of the current thread, which is the one that calls the agent. */
  private static ThreadKind threadKind(RouteEntry route) {
    if (Thread.currentThread().isVirtual()) {
      return ThreadKind.VIRTUAL;
    }
    return switch (route.spec().execution()) {
      case INLINE -> ThreadKind.INLINE;
      case CPU -> ThreadKind.CPU;
      case VIRTUAL -> ThreadKind.EXECUTOR;
    };
  }

  void ended(int answers) {
    engine
        .tracing()
        .trace(
            new TraceEvent.AgentEnded(
                message.correlationId(),
                message.id(),
                route.name(),
                attempt,
                engine.time().now(),
                queueWait,
                work(),
                answers));
  }

  void failed(Throwable cause) {
    engine
        .tracing()
        .trace(
            new TraceEvent.AgentFailed(
                message.correlationId(),
                message.id(),
                route.name(),
                attempt,
                engine.time().now(),
                queueWait,
                work(),
                Failures.describe(cause)));
  }

  void cancelled() {
    engine
        .tracing()
        .trace(
            new TraceEvent.Cancelled(
                message.correlationId(),
                message.id(),
                route.name(),
                attempt,
                engine.time().now(),
                queueWait,
                work()));
  }

  private Duration work() {
    return Duration.ofNanos(engine.time().nanoTime() - startedAt);
  }
}
