package io.baton.dispatcher;

import io.baton.tracing.TraceEvent;
import java.time.Duration;

/** Traces what becomes of a delivery between its attempts, and before the first. */
record FailureTrace(Engine engine, Message message, RouteEntry route) {

  /** There is, or may be, no permit for its first attempt. */
  void queued() {
    if (engine.tracing().isOn()) {
      engine
          .tracing()
          .trace(
              new TraceEvent.Queued(
                  message.correlationId(), message.id(), route.name(), 0, engine.time().now()));
    }
  }

  void timedOut(int attempt, Duration limit) {
    if (engine.tracing().isOn()) {
      engine
          .tracing()
          .trace(
              new TraceEvent.TimedOut(
                  message.correlationId(),
                  message.id(),
                  route.name(),
                  attempt,
                  engine.time().now(),
                  limit));
    }
  }

  void retried(int attempt, Duration delay, Throwable cause) {
    if (engine.tracing().isOn()) {
      engine
          .tracing()
          .trace(
              new TraceEvent.Retried(
                  message.correlationId(),
                  message.id(),
                  route.name(),
                  attempt,
                  engine.time().now(),
                  delay,
                  Failures.describe(cause)));
    }
  }

  void recovered(int attempt, Class<? extends Recovery> recovery) {
    if (engine.tracing().isOn()) {
      engine
          .tracing()
          .trace(
              new TraceEvent.Recovered(
                  message.correlationId(),
                  message.id(),
                  route.name(),
                  attempt,
                  engine.time().now(),
                  recovery.getSimpleName()));
    }
  }

  /** No attempt was made, since there was no room. */
  void dropped() {
    if (engine.tracing().isOn()) {
      engine
          .tracing()
          .trace(
              new TraceEvent.Dropped(
                  message.correlationId(), message.id(), route.name(), 0, engine.time().now()));
    }
  }

  /** An attempt was to follow, which is not made. */
  void withdrawn(int attempt) {
    if (engine.tracing().isOn()) {
      engine
          .tracing()
          .trace(
              new TraceEvent.Cancelled(
                  message.correlationId(),
                  message.id(),
                  route.name(),
                  attempt,
                  engine.time().now(),
                  Duration.ZERO,
                  Duration.ZERO));
    }
  }
}
