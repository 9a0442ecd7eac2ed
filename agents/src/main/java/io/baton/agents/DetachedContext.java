package io.baton.agents;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A context without a dispatcher, to test an agent alone: it remembers what the agent does with it,
 * and stays valid for ever. Thread-safe.
 *
 * <p>Both memories start empty, and changes are seen at once. Methods that set something give a new
 * context that shares the memories and what was emitted, so a second attempt can be tried after a
 * first.
 */
public final class DetachedContext implements AgentContext {

  private static final String NAME = "detached";

  private final Envelope envelope;
  private final String name;
  private final int attempt;
  private final TimeSource time;
  private final @Nullable Function<Event, Event> answers;
  private final Notes notes;

  private DetachedContext(
      Envelope envelope,
      String name,
      int attempt,
      TimeSource time,
      @Nullable Function<Event, Event> answers,
      Notes notes) {
    this.envelope = envelope;
    this.name = name;
    this.attempt = attempt;
    this.time = time;
    this.answers = answers;
    this.notes = notes;
  }

  /** A context of an event that an application dispatched just now, at its first attempt. */
  public static DetachedContext of(Event event) {
    return of(Envelope.root(event));
  }

  /** A context of an event with the given facts beside it, at its first attempt. */
  public static DetachedContext of(Envelope envelope) {
    return new DetachedContext(envelope, NAME, 1, TimeSource.system(), null, new Notes());
  }

  /**
   * Sets the number of the attempt.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public DetachedContext attempt(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("attempt must be at least 1, but is " + number);
    }
    return new DetachedContext(envelope, name, number, time, answers, notes);
  }

  /** Sets the name of the agent; {@code detached} by default. */
  public DetachedContext agentName(String agentName) {
    return new DetachedContext(envelope, agentName, attempt, time, answers, notes);
  }

  /** Sets the clock, which {@link #remaining} and {@link #emitLater} go by. */
  public DetachedContext time(TimeSource clock) {
    return new DetachedContext(envelope, name, attempt, clock, answers, notes);
  }

  /**
   * Sets what {@link #ask} gets for an event. What the function throws is thrown by the answer's
   * {@code get}.
   */
  public DetachedContext answering(Function<Event, Event> function) {
    return new DetachedContext(envelope, name, attempt, time, function, notes);
  }

  /** What the agent has emitted so far; what it emits later is in it when the clock is there. */
  public List<Event> emitted() {
    return List.copyOf(notes.emitted);
  }

  /** The notes that the agent has left in the trace. */
  public List<String> traced() {
    return List.copyOf(notes.traced);
  }

  /** What libraries have told {@link #tracer()}, such as calls of models. */
  public List<TraceEvent> told() {
    return List.copyOf(notes.told);
  }

  /** Why the agent has cancelled the run, if it has. */
  public Optional<String> cancelReason() {
    return Optional.ofNullable(notes.cancelReason.get());
  }

  @Override
  public Envelope envelope() {
    return envelope;
  }

  @Override
  public CorrelationId correlationId() {
    return envelope.correlationId();
  }

  @Override
  public String agentName() {
    return name;
  }

  @Override
  public WorkingMemory memory() {
    return notes.memory;
  }

  @Override
  public WorkingMemory runMemory() {
    return notes.runMemory;
  }

  @Override
  public void emit(Event event) {
    notes.emitted.add(event);
  }

  @Override
  public void emitLater(Event event, Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, but is " + delay);
    }
    if (delay.isZero()) {
      emit(event);
    } else {
      time.schedule(delay, () -> emit(event));
    }
  }

  /**
   * What the function given to {@link #answering} says.
   *
   * @throws IllegalStateException if none was given
   */
  @Override
  public <T extends Event> Answer<T> ask(Event event, Class<T> type) {
    if (answers == null) {
      throw new IllegalStateException(
          "this context has no answer to %s: give it a function by answering(...)"
              .formatted(event.getClass().getSimpleName()));
    }
    return DetachedAnswer.of(answers, event, type, correlationId());
  }

  @Override
  public Optional<Instant> deadline() {
    return envelope.deadline();
  }

  @Override
  public Optional<Duration> remaining() {
    return deadline()
        .map(deadline -> Duration.between(time.now(), deadline))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  @Override
  public boolean isCancelled() {
    return cancelReason().isPresent() || remaining().filter(Duration::isZero).isPresent();
  }

  @Override
  public void cancelRun(String reason) {
    notes.cancelReason.compareAndSet(null, reason);
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public String idempotencyKey() {
    return envelope.id() + "/" + name;
  }

  @Override
  public void trace(String text) {
    notes.traced.add(text);
  }

  @Override
  public Tracer tracer() {
    return notes.told::add;
  }

  @Override
  public TimeSource time() {
    return time;
  }

  /** What all contexts made of one share. */
  private static final class Notes {
    private final WorkingMemory memory = WorkingMemory.create();
    private final WorkingMemory runMemory = WorkingMemory.create();
    private final List<Event> emitted = new CopyOnWriteArrayList<>();
    private final List<String> traced = new CopyOnWriteArrayList<>();
    private final List<TraceEvent> told = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable String> cancelReason = new AtomicReference<>();
  }
}
