package io.baton.dispatcher;

import io.baton.agents.Arrival;
import io.baton.agents.JoinClosing;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.events.IdSource;
import io.baton.events.Keyed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way, with the facts that travel beside it, as plain fields.
 *
 * <p>On the dispatcher's thread messages are used again and again, and the id of a root is made
 * only when somebody needs it. A {@link #copy} may be read by any thread, and is never changed.
 */
final class Message implements Arrival {

  static final long NEVER = Long.MAX_VALUE;

  private final IdSource ids;
  private final BatchClock clock;
  private @Nullable Event event;
  private boolean identified;
  private boolean correlated;
  private long idHigh;
  private long idLow;
  private long correlationHigh;
  private long correlationLow;
  private long causeHigh;
  private long causeLow;
  private @Nullable List<EventId> causes;
  private @Nullable RouteEntry source;
  private @Nullable RunState run;
  private @Nullable Path path;
  private @Nullable JoinClosing closing;
  private int hops;
  private long millis;
  private long queuedAt;

  Message(IdSource ids, BatchClock clock) {
    this.ids = ids;
    this.clock = clock;
  }

  /** Becomes a root that an application dispatched. */
  void becomeRoot(Event event, @Nullable Object origin, long queuedAt) {
    become(event, queuedAt);
    identified = false;
    correlated = false;
    if (origin != null) {
      run = origin instanceof RunState state ? state : null;
      correlate(run != null ? run.correlationId() : (CorrelationId) origin);
    }
  }

  /** Becomes an event that an agent made of another, which has the same run. */
  void becomeFollowUp(
      Event event, Message parent, @Nullable RouteEntry route, int lane, int position) {
    become(event, clock.nanos());
    causes = parent.closing == null ? null : parent.closing.causes();
    long routeHash = route == null ? 0 : route.nameHash();
    EventId base = causes == null ? parent.id() : parent.closingId(routeHash);
    identify(ids.followUp(base, routeHash, lane, position));
    correlated = true;
    correlationHigh = parent.correlationHigh();
    correlationLow = parent.correlationLow();
    causeHigh = parent.idHigh;
    causeLow = parent.idLow;
    source = route;
    run = parent.run;
    hops = parent.hops + 1;
    path = hops + Path.LONGEST > maxHops() ? new Path(sourceName(), parent.path) : null;
  }

  /**
   * Becomes what a closed join hands to its function: the first part, with the run that owns it.
   */
  void becomeClosing(JoinClosing closing) {
    becomeRoot(closing.event(), closing.owner(), clock.nanos());
    identify(new EventId(closing.idHigh(), closing.idLow()));
    correlate(new CorrelationId(closing.correlationHigh(), closing.correlationLow()));
    this.closing = closing;
    causes = List.of();
    hops = closing.hops();
  }

  /** Becomes an event that is delivered again, as it was, in another run. */
  void becomeAgain(Envelope envelope, RunState run) {
    becomeRoot(envelope.event(), run, clock.nanos());
    identify(envelope.id());
    causes = envelope.causes();
    hops = envelope.hops();
  }

  /** Moves to another run, before it is routed. */
  void enter(RunState other) {
    run = other;
  }

  private void become(Event event, long queuedAt) {
    this.event = event;
    this.queuedAt = queuedAt;
    millis = clock.millis();
    causes = null;
    source = null;
    run = null;
    path = null;
    closing = null;
    hops = 0;
  }

  private void identify(EventId id) {
    identified = true;
    idHigh = id.high();
    idLow = id.low();
  }

  private EventId closingId(long routeHash) {
    JoinClosing join = Objects.requireNonNull(closing);
    return ids.followUp(join.key(), routeHash, Lane.JOIN, join.firing());
  }

  private void correlate(CorrelationId id) {
    correlated = true;
    correlationHigh = id.high();
    correlationLow = id.low();
  }

  /** What this is now, for other threads and for later. */
  Message copy() {
    identify();
    var copy = new Message(ids, clock);
    copy.event = event;
    copy.identified = true;
    copy.correlated = true;
    copy.idHigh = idHigh;
    copy.idLow = idLow;
    copy.correlationHigh = correlationHigh;
    copy.correlationLow = correlationLow;
    copy.causeHigh = causeHigh;
    copy.causeLow = causeLow;
    copy.causes = causes;
    copy.source = source;
    copy.run = run;
    copy.path = path;
    copy.closing = closing;
    copy.hops = hops;
    copy.millis = millis;
    copy.queuedAt = queuedAt;
    return copy;
  }

  /** Lets go of what it refers to. */
  void clear() {
    event = null;
    causes = null;
    source = null;
    run = null;
    path = null;
    closing = null;
  }

  private void identify() {
    if (!identified) {
      identify(ids.root(millis));
    }
    if (!correlated) {
      correlationHigh = idHigh;
      correlationLow = idLow;
      correlated = true;
    }
  }

  EventId id() {
    identify();
    return new EventId(idHigh, idLow);
  }

  CorrelationId correlationId() {
    identify();
    return new CorrelationId(correlationHigh, correlationLow);
  }

  @Nullable RunState run() {
    return run;
  }

  /** The closed join whose function is to be called for this message, if it is one. */
  @Nullable JoinClosing closing() {
    return closing;
  }

  @Nullable Path path() {
    return path;
  }

  long queuedAt() {
    return queuedAt;
  }

  int maxHops() {
    return run == null ? RunState.DEFAULT_MAX_HOPS : run.maxHops();
  }

  /** The route of the agent that made it; null if none did. */
  @Nullable RouteEntry source() {
    return source;
  }

  boolean isPastMaxHops() {
    return hops > maxHops();
  }

  /** The name of the agent that made it, or {@link Envelope#APPLICATION}. */
  String sourceName() {
    return source == null ? Envelope.APPLICATION : source.name();
  }

  Envelope envelope() {
    identify();
    var theCauses = causes != null ? causes : hops == 0 ? List.<EventId>of() : List.of(cause());
    return new Envelope(
        id(),
        correlationId(),
        theCauses.stream().findFirst(),
        theCauses,
        sourceName(),
        Instant.ofEpochMilli(millis),
        key(),
        hops,
        run == null ? Optional.empty() : run.deadline(),
        run == null ? Headers.none() : run.headers(),
        event());
  }

  /** The ordering key; none if the event's own method fails, which must harm nobody else. */
  private Optional<String> key() {
    try {
      return event() instanceof Keyed keyed ? Optional.ofNullable(keyed.key()) : Optional.empty();
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  private EventId cause() {
    return new EventId(causeHigh, causeLow);
  }

  @Override
  public Event event() {
    if (event == null) {
      throw new IllegalStateException("this message holds no event");
    }
    return event;
  }

  @Override
  public long idHigh() {
    identify();
    return idHigh;
  }

  @Override
  public long idLow() {
    identify();
    return idLow;
  }

  @Override
  public long correlationHigh() {
    identify();
    return correlationHigh;
  }

  @Override
  public long correlationLow() {
    identify();
    return correlationLow;
  }

  @Override
  public @Nullable Object owner() {
    return run;
  }

  @Override
  public int hops() {
    return hops;
  }

  @Override
  public long deadlineMillis() {
    return run == null ? NEVER : run.deadlineMillis();
  }
}
