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
  private @Nullable RouteEntry source;
  private boolean isIdentified;
  private boolean isCorrelated;
  private long idHigh;
  private long idLow;
  private long correlationHigh;
  private long correlationLow;
  private long causeHigh;
  private long causeLow;
  private long queuedAt;
  private int hops;

  /** The join whose output this is; it has no cause of its own then. */
  private @Nullable JoinClosing joined;

  // Where it stands in that output.
  private int lane;
  private int position;

  /** Whether any of the fields below is set, which is rare. */
  private boolean isSpecial;

  private @Nullable RunState run;
  private @Nullable List<EventId> causes;
  private @Nullable JoinClosing closing;

  /** As what it is delivered once more, if it is. */
  private @Nullable Redispatch again;

  private @Nullable Path path;

  /** The headers that it has beside those of its run. */
  private @Nullable Carried carried;

  private long millis;

  Message(IdSource ids, BatchClock clock) {
    this.ids = ids;
    this.clock = clock;
  }

  /** Becomes a root that an application dispatched. */
  void becomeRoot(Event event, @Nullable Object origin, long queuedAt) {
    become(event, 0, queuedAt);
    isIdentified = false;
    isCorrelated = false;
    if (source != null) {
      source = null;
    }
    if (origin != null) {
      takeOrigin(origin);
    }
  }

  private void takeOrigin(Object origin) {
    if (origin instanceof CorrelationId id) {
      correlate(id);
    } else if (origin instanceof RunState state) {
      enter(state);
      correlate(state.correlationId());
    } else if (origin instanceof Redispatch redispatch) {
      takeAgain(redispatch);
    } else {
      takeTraced((TracedRoot) origin);
    }
  }

  private void takeTraced(TracedRoot traced) {
    Object origin = traced.origin();
    if (origin != null) {
      takeOrigin(origin);
    }
    carry(Carried.of(Carried.merge(traced.headers(), headers())));
  }

  /** Gives it headers of its own; null takes them away. */
  void carry(@Nullable Carried carried) {
    this.carried = carried;
    isSpecial |= carried != null;
  }

  /** The headers that it has beside those of its run; null if it has none. */
  @Nullable Carried carried() {
    return carried;
  }

  /** Becomes an event that an agent made of another, which has the same run. */
  void becomeFollowUp(
      Event event, Message parent, @Nullable RouteEntry route, int lane, int position) {
    become(event, parent.hops + 1, clock.nanos());
    if (source != route) {
      source = route;
    }
    JoinClosing join = parent.closing;
    if (join == null) {
      follow(parent.id(), lane, position);
    } else {
      follow(join, lane, position);
    }
    isCorrelated = true;
    correlationHigh = parent.correlationHigh;
    correlationLow = parent.correlationLow;
    if (parent.isSpecial || hops + Path.LONGEST > RunOptions.DEFAULT_MAX_HOPS) {
      inherit(parent);
    }
  }

  private void follow(EventId parent, int lane, int position) {
    identify(ids.followUp(parent, routeHash(), lane, position));
    causeHigh = parent.high();
    causeLow = parent.low();
  }

  /** As what comes of a join; its id is made when somebody needs it. */
  private void follow(JoinClosing join, int lane, int position) {
    joined = join;
    this.lane = lane;
    this.position = position;
    isIdentified = false;
  }

  private void inherit(Message parent) {
    run = parent.run;
    Carried ofParent = parent.carried;
    if (ofParent != null) {
      carried = ofParent.onward();
    }
    if (hops + Path.LONGEST > maxHops()) {
      path = new Path(sourceName(), parent.path);
    }
    isSpecial = run != null || path != null || carried != null;
    if (joined != null && run != null) {
      identify(idOfOutput(joined, run.salt()));
    }
  }

  /** An id that depends on the join's key, and on none of its parts. */
  private EventId idOfOutput(JoinClosing join, long salt) {
    EventId key = join.key();
    EventId ofRun = new EventId(key.high(), key.low() ^ salt);
    EventId firing = ids.followUp(ofRun, routeHash(), Lane.JOIN, join.firing());
    return ids.followUp(firing, routeHash(), lane, position);
  }

  private long routeHash() {
    return source == null ? 0 : source.nameHash();
  }

  /**
   * Becomes what a closed join hands to its function: the first part, with the run that owns it. A
   * message for that is used for nothing else, so the rest of it is as it was at first.
   */
  void becomeClosing(JoinClosing join) {
    event = null; // until somebody asks for it
    hops = join.hops();
    queuedAt = clock.nanos();
    isIdentified = false;
    isCorrelated = true;
    correlationHigh = join.correlationHigh();
    correlationLow = join.correlationLow();
    run = (RunState) join.owner();
    isSpecial = run != null;
    closing = join;
    carried = null;
  }

  private void takeAgain(Redispatch redispatch) {
    Envelope envelope = redispatch.envelope();
    enter(redispatch.run());
    identify(envelope.id());
    correlate(envelope.correlationId());
    hops = envelope.hops();
    causes = envelope.causes();
    again = redispatch;
  }

  /** Moves to another run, before it is routed. */
  void enter(RunState other) {
    isSpecial = true;
    run = other;
  }

  /** Goes on beside its run, which is over, with all else that is known of it. */
  void leaveRun() {
    Headers headers = headers();
    run = null;
    if (carried == null && !headers.equals(Headers.none())) {
      carry(Carried.of(headers));
    }
  }

  private void become(Event event, int hops, long queuedAt) {
    if (isSpecial) {
      dropSpecial();
    }
    if (joined != null) {
      joined = null;
    }
    this.event = event;
    this.hops = hops;
    this.queuedAt = queuedAt;
  }

  private void dropSpecial() {
    isSpecial = false;
    run = null;
    causes = null;
    closing = null;
    again = null;
    path = null;
    carried = null;
  }

  private void identify(EventId id) {
    identify(id.high(), id.low());
  }

  private void identify(long high, long low) {
    isIdentified = true;
    idHigh = high;
    idLow = low;
  }

  private void correlate(CorrelationId id) {
    isCorrelated = true;
    correlationHigh = id.high();
    correlationLow = id.low();
  }

  private void correlate() {
    if (!isCorrelated) {
      identify();
    }
  }

  /** What this is now, for other threads and for later. */
  Message copy() {
    identify();
    var copy = new Message(ids, clock);
    copy.event = event();
    copy.source = source;
    copy.isIdentified = true;
    copy.isCorrelated = true;
    copy.idHigh = idHigh;
    copy.idLow = idLow;
    copy.correlationHigh = correlationHigh;
    copy.correlationLow = correlationLow;
    copy.causeHigh = causeHigh;
    copy.causeLow = causeLow;
    copy.queuedAt = queuedAt;
    copy.hops = hops;
    copy.isSpecial = isSpecial;
    copy.run = run;
    copy.causes = causes;
    copy.closing = closing;
    copy.joined = joined;
    copy.again = again;
    copy.path = path;
    copy.carried = carried;
    copy.millis = clock.millis();
    return copy;
  }

  /** Lets go of what it refers to. */
  void clear() {
    event = null;
    joined = null;
    dropSpecial();
  }

  /** Makes the ids of a root, or of what a join has to do with, which nobody has needed so far. */
  private void identify() {
    if (!isIdentified) {
      if (closing != null) {
        identify(closing.idHigh(), closing.idLow());
      } else if (joined != null) {
        identify(idOfOutput(joined, 0));
      } else {
        identify(ids.root(clock.millis()));
      }
    }
    if (!isCorrelated) {
      isCorrelated = true;
      correlationHigh = idHigh;
      correlationLow = idLow;
    }
  }

  /**
   * Whether it is more than an event on its way: part of a run, with headers, or near its last hop.
   */
  boolean isSpecial() {
    return isSpecial;
  }

  EventId id() {
    identify();
    return new EventId(idHigh, idLow);
  }

  CorrelationId correlationId() {
    correlate();
    return new CorrelationId(correlationHigh, correlationLow);
  }

  @Nullable RunState run() {
    return run;
  }

  /** The closed join whose function is to be called for this message, if it is one. */
  @Nullable JoinClosing closing() {
    return closing;
  }

  /** The only route that it goes to; null if it goes wherever its class goes. */
  @Nullable RouteEntry only() {
    return again == null ? null : again.route();
  }

  @Nullable Path path() {
    return path;
  }

  long queuedAt() {
    return queuedAt;
  }

  int maxHops() {
    return run == null ? RunOptions.DEFAULT_MAX_HOPS : run.maxHops();
  }

  /** The route of the agent that made it; null if none did. */
  @Nullable RouteEntry source() {
    return source;
  }

  /** Whether it came from outside, and not from an agent or a join. */
  boolean isRoot() {
    return hops == 0 && closing == null;
  }

  boolean isPastMaxHops() {
    return hops > maxHops();
  }

  /** The name of the agent that made it, or {@link Envelope#APPLICATION}. */
  String sourceName() {
    if (again != null) {
      return again.envelope().source();
    }
    return source == null ? Envelope.APPLICATION : source.name();
  }

  Envelope envelope() {
    identify();
    List<EventId> theCauses = causes();
    return new Envelope(
        id(),
        correlationId(),
        theCauses.stream().findFirst(),
        theCauses,
        sourceName(),
        again == null ? Instant.ofEpochMilli(millis()) : again.envelope().time(),
        key(),
        hops,
        run == null ? Optional.empty() : run.deadline(),
        headers(),
        event());
  }

  /** The headers that travel with it. */
  Headers headers() {
    if (carried != null) {
      return carried.headers();
    }
    if (again != null) {
      return again.envelope().headers();
    }
    return run == null ? Headers.none() : run.headers();
  }

  private long millis() {
    return millis == 0 ? clock.millis() : millis;
  }

  /** The ordering key; none if the event's own method fails, which must harm nobody else. */
  private Optional<String> key() {
    try {
      return event() instanceof Keyed keyed ? Optional.ofNullable(keyed.key()) : Optional.empty();
    } catch (Throwable _) {
      return Optional.empty();
    }
  }

  private List<EventId> causes() {
    if (joined != null) {
      return joined.causes();
    }
    if (causes != null) {
      return causes;
    }
    return hops == 0 || closing != null ? List.of() : List.of(new EventId(causeHigh, causeLow));
  }

  @Override
  public Event event() {
    Event known = event;
    if (known == null) {
      known = Objects.requireNonNull(closing, "this message holds no event").event();
      event = known;
    }
    return known;
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
    correlate();
    return correlationHigh;
  }

  @Override
  public long correlationLow() {
    correlate();
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
    return run == null ? NEVER : run.deadline().map(Instant::toEpochMilli).orElse(NEVER);
  }
}
