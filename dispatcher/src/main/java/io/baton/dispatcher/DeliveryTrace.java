package io.baton.dispatcher;

import io.baton.tracing.TraceEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Traces one attempt of a delivery, with waiting and working apart. */
final class DeliveryTrace {

  private final Engine engine;
  private final Message message;
  private final RouteEntry route;
  private final long startedAt;
  private final Duration queueWait;

  private DeliveryTrace(Engine engine, Message message, RouteEntry route) {
    this.engine = engine;
    this.message = message;
    this.route = route;
    startedAt = engine.time().nanoTime();
    queueWait = Duration.ofNanos(Math.max(0, startedAt - message.queuedAt()));
  }

  static @Nullable DeliveryTrace startIfOn(Engine engine, Message message, RouteEntry route) {
    return engine.tracing().isOn() ? start(engine, message, route) : null;
  }

  static DeliveryTrace start(Engine engine, Message message, RouteEntry route) {
    var trace = new DeliveryTrace(engine, message, route);
    engine
        .tracing()
        .trace(
            new TraceEvent.AgentStarted(
                message.correlationId(),
                message.id(),
                route.name(),
                1,
                engine.time().now(),
                trace.queueWait));
    return trace;
  }

  void ended(int answers) {
    engine
        .tracing()
        .trace(
            new TraceEvent.AgentEnded(
                message.correlationId(),
                message.id(),
                route.name(),
                1,
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
                1,
                engine.time().now(),
                queueWait,
                work(),
                Failures.describe(cause)));
  }

  private Duration work() {
    return Duration.ofNanos(engine.time().nanoTime() - startedAt);
  }
}
