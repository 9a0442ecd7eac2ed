package io.baton.dispatcher;

import io.baton.tracing.AgentAttempt;
import io.baton.tracing.ThreadKind;
import io.baton.tracing.TraceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Traces one attempt of a delivery, with waiting and working apart. */
final class DeliveryTrace {

  private final Engine engine;
  private final Message message;
  private final RouteEntry route;
  private final int attempt;
  private final long startedAt;
  private final Duration queueWait;

  // Guarded by this. Only if there is a tracer with scopes.
  private @Nullable Scopes scopes;
  private TraceEvent.@Nullable OfAgent end;

  /** What the message carried before an inline agent was called; confined to its thread. */
  private @Nullable Carried before;

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

  /** The agent is about to be called, on the current thread. */
  void enter() {
    if (engine.tracing().isScoped()) {
      Carried carried = message.carried();
      List<AgentAttempt.Part> parts = carried == null ? List.of() : carried.parts();
      var attempted = new AgentAttempt(message.envelope(), route.name(), attempt, parts);
      Scopes entered = engine.tracing().enter(attempted);
      TraceEvent.OfAgent alreadySettled;
      synchronized (this) {
        scopes = entered;
        alreadySettled = end;
      }
      if (alreadySettled != null) {
        entered.settled(alreadySettled);
      }
    }
  }

  /** The agent has come back, on the same thread. */
  void leave() {
    Scopes entered = scopes();
    if (entered != null) {
      entered.close();
    }
  }

  /** As {@link #enter}, for an agent on the dispatcher's thread, which publishes by its message. */
  void enterInline() {
    if (engine.tracing().isScoped()) {
      enter();
      before = message.carried();
      List<AgentAttempt.Part> parts = before == null ? List.of() : before.parts();
      Scopes entered = Objects.requireNonNull(scopes());
      message.carry(new Carried(message.headers(), parts, entered.headers()));
    }
  }

  /** As {@link #leave}, for an agent on the dispatcher's thread. */
  void leaveInline() {
    if (scopes() != null) {
      message.carry(before);
      leave();
    }
  }

  /** The headers of what the attempt publishes; null if it has those of its event. */
  @Nullable Carried carried() {
    Scopes entered = scopes();
    return entered == null ? null : Carried.of(entered.headers());
  }

  private synchronized @Nullable Scopes scopes() {
    return scopes;
  }

  void ended(int answers) {
    settled(
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
    settled(
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
    settled(
        new TraceEvent.Cancelled(
            message.correlationId(),
            message.id(),
            route.name(),
            attempt,
            engine.time().now(),
            queueWait,
            work()));
  }

  private void settled(TraceEvent.OfAgent how) {
    engine.tracing().trace(how);
    if (engine.tracing().isScoped()) {
      Scopes entered;
      synchronized (this) {
        end = how;
        entered = scopes;
      }
      if (entered != null) {
        entered.settled(how);
      }
    }
  }

  private Duration work() {
    return Duration.ofNanos(engine.time().nanoTime() - startedAt);
  }
}
