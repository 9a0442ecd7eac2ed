package io.baton.tracing;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A tracer that keeps the last trace events in memory, to be asked about afterwards.
 *
 * <p>It keeps {@value #DEFAULT_CAPACITY} of them unless told otherwise; one more pushes the oldest
 * out, which {@link #dropped} counts. What it keeps includes the dispatched events themselves, so
 * these stay in memory as long.
 *
 * <p>Thread-safe. Recording takes no lock, and no query holds it up. All queries give an immutable
 * copy, in the order of recording: a parent before its child. By correlation they cost as much as
 * they find and, once for each trace event, its entry in an index; all others look at each trace
 * event that is kept.
 *
 * {@snippet :
 * var recorder = new TraceRecorder();
 * // ... dispatch ...
 * for (var failed : recorder.ofType(TraceEvent.AgentFailed.class)) {
 *   System.out.println(failed.agent() + ": " + failed.cause());
 * }
 * }
 */
public final class TraceRecorder implements Tracer {

  /** How many trace events are kept unless told otherwise. */
  public static final int DEFAULT_CAPACITY = 100_000;

  private final TraceRing ring;

  /** The dispatcher that was started last, while it runs. */
  private volatile @Nullable TraceSource source;

  /** A recorder of the last {@value #DEFAULT_CAPACITY} trace events. */
  public TraceRecorder() {
    this(DEFAULT_CAPACITY);
  }

  /**
   * A recorder of the last {@code capacity} trace events. Room for their references is taken at
   * once: some 12 bytes each; one that is recorded takes 24 more.
   *
   * @throws IllegalArgumentException if {@code capacity} is less than 1
   */
  public TraceRecorder(int capacity) {
    ring = new TraceRing(checked(capacity), null);
  }

  /**
   * A recorder of the last {@code capacity} trace events, as far as they are not older than the
   * newest one by more than {@code age}. While nothing is recorded, nothing grows older.
   *
   * @throws IllegalArgumentException if {@code capacity} is less than 1, or {@code age} is not
   *     positive
   */
  public TraceRecorder(int capacity, Duration age) {
    if (!age.isPositive()) {
      throw new IllegalArgumentException("age must be positive, but is " + age);
    }
    ring = new TraceRing(checked(capacity), age);
  }

  private static int checked(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, but is " + capacity);
    }
    return capacity;
  }

  @Override
  public void trace(TraceEvent event) {
    ring.add(event);
  }

  @Override
  public void started(TraceSource source) {
    this.source = source;
  }

  @Override
  public void stopped(TraceSource source) {
    if (source.equals(this.source)) {
      this.source = null;
    }
  }

  /** True: it records at once. */
  @Override
  public boolean isNonBlocking() {
    return true;
  }

  /** All that is kept, the oldest first. */
  public List<TraceEvent> events() {
    return ring.last(Integer.MAX_VALUE);
  }

  /** All that is kept of one correlation; empty for one that is not known, or no longer. */
  public List<TraceEvent> events(CorrelationId correlationId) {
    return ring.of(correlationId);
  }

  /**
   * The newest {@code n}, or all that is kept if there are fewer; none for 0.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public List<TraceEvent> last(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("n must be at least 0, but is " + n);
    }
    return ring.last(n);
  }

  /** Those that a predicate picks. It runs on the caller's thread, and without a lock. */
  public List<TraceEvent> matching(Predicate<? super TraceEvent> predicate) {
    return events().stream().filter(predicate).toList();
  }

  /** Those of a type or one of its subtypes, such as {@link TraceEvent.OfAgent}. */
  public <T extends TraceEvent> List<T> ofType(Class<T> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The acceptances of events of a type or one of its subtypes. */
  public List<TraceEvent.Dispatched> dispatched(Class<? extends Event> type) {
    return ofType(TraceEvent.Dispatched.class).stream()
        .filter(dispatched -> type.isInstance(dispatched.envelope().event()))
        .toList();
  }

  /**
   * All that an agent did: what was delivered to it, what it dispatched, its joins, and what it
   * wrote to working memory.
   *
   * @param agent the name of its route; {@link Envelope#APPLICATION} gives what no agent dispatched
   */
  public List<TraceEvent> byAgent(String agent) {
    return matching(event -> doer(event).filter(agent::equals).isPresent());
  }

  /**
   * Those that say that a delivery stands so, or has ended so; {@code DEAD}, for instance, gives
   * what was given up.
   */
  public List<TraceEvent.OfAgent> byOutcome(DeliveryOutcome outcome) {
    return ofType(TraceEvent.OfAgent.class).stream()
        .filter(delivery -> delivery.outcome().filter(outcome::equals).isPresent())
        .toList();
  }

  /**
   * Those of a span of time.
   *
   * @param from the first instant that belongs to it
   * @param to the first instant after it
   * @throws IllegalArgumentException if {@code to} is before {@code from}
   */
  public List<TraceEvent> between(Instant from, Instant to) {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("to must not be before from " + from + ", but is " + to);
    }
    return matching(event -> !event.time().isBefore(from) && event.time().isBefore(to));
  }

  /**
   * What became of all that one dispatch caused, as far as it is kept: until now while a dispatcher
   * traces to this recorder, or else until the newest of it.
   */
  public Explanation explain(CorrelationId correlationId) {
    TraceSource current = source;
    return Explanation.of(events(correlationId), current == null ? Instant.MIN : current.now());
  }

  /** The correlations of all that is kept, in the order in which they came. */
  public List<CorrelationId> correlations() {
    return ring.correlations();
  }

  /** How many trace events are kept now. */
  public int size() {
    return ring.size();
  }

  /** How many were pushed out, or grew too old, since this was made; not those cleared. */
  public long dropped() {
    return ring.dropped();
  }

  /** Forgets all that is kept. Subscriptions go on with what is recorded next. */
  public void clear() {
    ring.clear();
  }

  /**
   * Shows a listener each trace event that is recorded from now on, once and in the order of
   * recording, on a virtual thread of its own. It must be closed, or that thread stays. While a
   * listener waits, whoever records pays for waking it, which costs more than recording.
   */
  public TraceSubscription subscribe(Consumer<? super TraceEvent> listener) {
    return TraceSubscription.start(ring, listener);
  }

  private static Optional<String> doer(TraceEvent event) {
    return switch (event) {
      case TraceEvent.OfAgent delivery -> Optional.of(delivery.agent());
      case TraceEvent.Dispatched dispatched -> Optional.of(dispatched.envelope().source());
      case TraceEvent.Unrouted unrouted -> Optional.of(unrouted.envelope().source());
      case TraceEvent.JoinOpened opened -> Optional.of(opened.join());
      case TraceEvent.JoinClosed closed -> Optional.of(closed.join());
      case TraceEvent.PartJoined joined -> Optional.of(joined.join());
      case TraceEvent.PartDropped dropped -> Optional.of(dropped.join());
      case TraceEvent.MemoryChanged changed -> Optional.of(changed.agent());
      case TraceEvent.RunStarted _, TraceEvent.RunEnded _ -> Optional.empty();
    };
  }
}
