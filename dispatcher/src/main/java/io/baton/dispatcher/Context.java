package io.baton.dispatcher;

import io.baton.agents.AgentContext;
import io.baton.agents.Answer;
import io.baton.agents.MemoryUnit;
import io.baton.agents.TimeSource;
import io.baton.agents.WorkingMemory;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the contexts of inline and other deliveries share. */
abstract sealed class Context implements AgentContext permits Attempt, BatchContext, InlineContext {

  private final Engine engine;

  /**
   * What is changed in memory, if anything was asked of it. Written under the monitor. Who finds
   * none at the end of a delivery needs no monitor: one that comes later is refused by its guard.
   */
  private volatile @Nullable MemoryUnit changed;

  Context(Engine engine) {
    this.engine = engine;
  }

  /** The message that is delivered; throws when the delivery has settled. */
  abstract Message message();

  /** The message, whether the delivery has settled or not. */
  abstract Message delivered();

  abstract RouteEntry route();

  /** The agent has begun to change memory. */
  abstract void touch();

  /** The number of the next event in a lane. */
  abstract int nextPosition(int lane);

  /** Hands an event that this delivery made to the dispatcher's thread. */
  abstract void publish(Event event, int lane, @Nullable RunState childRun);

  /** Keeps the delivery from ending while it publishes; throws when it has settled. */
  abstract void hold();

  /** Ends what {@link #hold} began. */
  abstract void release();

  /** Keeps a delayed event until this attempt has ended well. */
  abstract void keep(Delayed delayed);

  final Engine engine() {
    return engine;
  }

  /** Whether what is delivered belongs to a run. */
  boolean isPartOf(RunState run) {
    return run.isAncestorOf(delivered().run());
  }

  /** The threads with which the current one works; null if it does not belong to them. */
  @Nullable AtWork atWork() {
    return null;
  }

  @Override
  public final Envelope envelope() {
    return message().envelope();
  }

  @Override
  public final CorrelationId correlationId() {
    return message().correlationId();
  }

  @Override
  public final String agentName() {
    message();
    return route().name();
  }

  @Override
  public final synchronized WorkingMemory memory() {
    message();
    return changed().view(engine.memory());
  }

  @Override
  public final synchronized WorkingMemory runMemory() {
    RunState run = message().run();
    if (run == null) {
      throw new IllegalStateException(
          "an event that was dispatched plainly has no run and so no run memory; "
              + "start it by run(event) or ask(event, type)");
    }
    return changed().view(run.memory());
  }

  /** Under the monitor. */
  private MemoryUnit changed() {
    MemoryUnit unit = changed;
    if (unit == null) {
      touch();
      unit = new MemoryUnit(route().name(), this::message);
      changed = unit;
    }
    return unit;
  }

  private @Nullable MemoryUnit takeChanged() {
    if (changed == null) {
      return null;
    }
    synchronized (this) {
      MemoryUnit unit = changed;
      changed = null;
      return unit;
    }
  }

  /**
   * Applies what the agent has changed in memory, in all of it or in none, when it has answered
   * {@code message} well.
   */
  final void commit(Message message) {
    MemoryUnit unit = takeChanged();
    if (unit != null) {
      var changes = unit.commit(this);
      if (engine.tracing().isOn()) {
        changes.forEach(change -> trace(change, message));
      }
    }
  }

  private void trace(WorkingMemory.Change change, Message message) {
    engine
        .tracing()
        .trace(
            new TraceEvent.MemoryChanged(
                message.correlationId(),
                message.id(),
                change.key(),
                change.version(),
                change.writer(),
                engine.time().now()));
  }

  /** Forgets what the agent has changed in memory; its views are refused from now on. */
  final void dropChanges() {
    MemoryUnit unit = takeChanged();
    if (unit != null) {
      unit.drop();
    }
  }

  @Override
  public final void emit(Event event) {
    Answers.checked(event, "an emitted event");
    hold();
    try {
      publish(event, Lane.EMITTED, null);
    } finally {
      release();
    }
  }

  @Override
  public final void emitLater(Event event, Duration delay) {
    Answers.checked(event, "a delayed event");
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, but is " + delay);
    }
    hold();
    try {
      keep(new Delayed(event, engine.time().nanoTime() + TimeUnit.NANOSECONDS.convert(delay)));
    } finally {
      release();
    }
  }

  @Override
  public final <T extends Event> Answer<T> ask(Event event, Class<T> type) {
    Answers.checked(event, "a question");
    message();
    if (route().spec().execution() != Execution.VIRTUAL) {
      throw new IllegalStateException(
          "agent "
              + route().name()
              + " must not ask on an "
              + route().spec().execution()
              + " route, since it would block a thread that others need; make the route VIRTUAL");
    }
    hold();
    try {
      var question = new FirstOf<>(type);
      RunState child = engine.runs().child(message(), question);
      publish(event, Lane.CHILD, child);
      return new RunAnswer<>(child, question);
    } finally {
      release();
    }
  }

  @Override
  public final Optional<Instant> deadline() {
    RunState run = message().run();
    return run == null ? Optional.empty() : run.deadline();
  }

  @Override
  public final Optional<Duration> remaining() {
    return deadline()
        .map(end -> Duration.between(engine.time().now(), end))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  @Override
  public boolean isCancelled() {
    RunState run = message().run();
    return run != null && run.isOver();
  }

  @Override
  public final void cancelRun(String reason) {
    RunState run = message().run();
    if (run != null) {
      run.cancel(reason);
    }
  }

  @Override
  public int attempt() {
    message();
    return 1;
  }

  @Override
  public final String idempotencyKey() {
    return message().id() + "/" + route().name();
  }

  @Override
  public final void trace(String text) {
    Message message = message();
    if (engine.tracing().isOn()) {
      engine
          .tracing()
          .trace(
              new TraceEvent.Note(
                  message.correlationId(),
                  message.id(),
                  route().name(),
                  attempt(),
                  engine.time().now(),
                  text));
    }
  }

  @Override
  public final Tracer tracer() {
    return engine.tracing();
  }

  @Override
  public final TimeSource time() {
    return engine.time();
  }

  /** An event that is to be published when its time has come. */
  record Delayed(Event event, long dueNanos) {}

  static final List<Delayed> NONE_DELAYED = List.of();
}
