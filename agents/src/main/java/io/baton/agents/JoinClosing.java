package io.baton.agents;

import io.baton.agents.JoinObserver.Fate;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.EventId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A join that has just closed and whose answer is to be made: once, and again with the same parts
 * if that failed. What engines work with; users never need it.
 *
 * <p>While it is open it is an entry of its {@link JoinStore}, guarded by the store. From its
 * closing on nothing of it changes.
 */
public final class JoinClosing implements Arrival {

  private final AggregatorAgent agent;
  private final long correlationHigh;
  private final long correlationLow;
  private final long openedNanos;
  private final int openingSlot;
  final @Nullable JoinDetails details;

  // Guarded by the store until it is closed.
  private @Nullable Event[] events;
  private long[] ids;
  private int missing;
  private int hops;
  private long deadlineMillis = Long.MAX_VALUE;
  private Closed closed = Closed.OPEN;

  /** Where it stands in the {@link JoinTable}; guarded by the store. */
  int row;

  JoinClosing(
      AggregatorAgent agent,
      Arrival first,
      int openingSlot,
      long openedNanos,
      @Nullable JoinDetails details) {
    this.agent = agent;
    this.openingSlot = openingSlot;
    this.openedNanos = openedNanos;
    this.details = details;
    correlationHigh = first.correlationHigh();
    correlationLow = first.correlationLow();
    int capacity = agent.plan().capacity();
    events = new Event[capacity];
    ids = new long[2 * capacity];
    missing = agent.plan().isCounted() ? Integer.MAX_VALUE : agent.plan().wanted();
  }

  /** What had come and what had not. */
  public Parts parts() {
    return new Parts(agent.plan(), events, count(), closed);
  }

  /** The ids of all parts, in the order of the slots, then of arrival. */
  public List<EventId> causes() {
    var causes = new ArrayList<EventId>(events.length);
    for (int i = 0; i < events.length; i++) {
      if (events[i] != null) {
        causes.add(new EventId(ids[2 * i], ids[2 * i + 1]));
      }
    }
    return List.copyOf(causes);
  }

  /** How often a join of this key had closed before: 0 the first time. */
  public int firing() {
    return details == null ? 0 : details.firing;
  }

  /**
   * A 128-bit value that is the same for the same key, from which the id of the output is made. It
   * does not tell apart runs that share a correlation, since a run has no name here.
   */
  public EventId key() {
    Object by = by();
    if (by == null) {
      return new EventId(correlationHigh, correlationLow);
    }
    boolean isOfRun = details != null && details.run != null;
    var name = CorrelationId.of(by.getClass().getName() + ":" + textOf(by));
    return isOfRun
        ? new EventId(correlationHigh ^ name.high(), correlationLow ^ name.low())
        : new EventId(name.high(), name.low());
  }

  /** The value's own text; none if its method fails, which must harm nobody else. */
  private static String textOf(Object by) {
    try {
      return by.toString();
    } catch (RuntimeException _) {
      return "";
    }
  }

  /**
   * Calls the function that the join was given for this case, which may block. Where parts are
   * missing and there is no function for that, it is a {@code JoinTimedOut}.
   *
   * @throws Exception what that function throws
   */
  public List<? extends Event> answer(AgentContext context) throws Exception {
    return agent.joined(parts(), context);
  }

  /** The part that opened the join. */
  @Override
  public Event event() {
    return Objects.requireNonNull(events[agent.plan().start(openingSlot)]);
  }

  @Override
  public long idHigh() {
    return ids[2 * agent.plan().start(openingSlot)];
  }

  @Override
  public long idLow() {
    return ids[2 * agent.plan().start(openingSlot) + 1];
  }

  @Override
  public long correlationHigh() {
    return correlationHigh;
  }

  @Override
  public long correlationLow() {
    return correlationLow;
  }

  /** The run of the part that opened the join, which owns it; null also when that has ended. */
  @Override
  public @Nullable Object owner() {
    return details == null || details.run == null ? null : details.run.owner();
  }

  /** The hops of the highest part. */
  @Override
  public int hops() {
    return hops;
  }

  /** The earliest deadline of the parts. */
  @Override
  public long deadlineMillis() {
    return deadlineMillis;
  }

  int hashOfBy() {
    return details == null ? 0 : details.hashOfBy;
  }

  @Nullable Object by() {
    return details == null ? null : details.by;
  }

  @Nullable RunJoins run() {
    return details == null ? null : details.run;
  }

  long openedNanos() {
    return openedNanos;
  }

  CorrelationId correlationId() {
    return new CorrelationId(correlationHigh, correlationLow);
  }

  boolean hasCorrelation(CorrelationId id) {
    return correlationLow == id.low() && correlationHigh == id.high();
  }

  boolean isOf(long high, long low, @Nullable RunJoins run, @Nullable Object by) {
    if (run() != run) {
      return false;
    }
    return by == null ? correlationLow == low && correlationHigh == high : by.equals(by());
  }

  boolean isOpen() {
    return closed == Closed.OPEN;
  }

  boolean isComplete() {
    return missing <= 0;
  }

  /** What has come so far, independent of what will come. */
  Parts partsSoFar() {
    return isOpen() ? new Parts(agent.plan(), events.clone(), count(), closed) : parts();
  }

  /** Why a part cannot be taken; null if it can. */
  @Nullable Fate refusal(int slot, long idHigh, long idLow) {
    if (has(idHigh, idLow)) {
      return Fate.DUPLICATE;
    }
    if (!isOpen()) {
      return Fate.LATE;
    }
    return freePosition(slot) < 0 ? Fate.SUPERFLUOUS : null;
  }

  /**
   * Takes a part that is not refused.
   *
   * @param count for the part of a counted join that tells the count, that count
   */
  void take(Arrival part, int slot, int count) {
    int position = freePosition(slot);
    if (position == events.length) {
      events = Arrays.copyOf(events, 2 * position);
      ids = Arrays.copyOf(ids, 4 * position);
    }
    events[position] = part.event();
    ids[2 * position] = part.idHigh();
    ids[2 * position + 1] = part.idLow();
    hops = Math.max(hops, part.hops());
    deadlineMillis = Math.min(deadlineMillis, part.deadlineMillis());
    if (details != null && details.ids != null) {
      details.ids.add(part.idHigh(), part.idLow());
    }
    if (agent.plan().isCounted()) {
      takeCounted(Objects.requireNonNull(details), slot, count);
    } else if (agent.plan().isNeeded(slot)) {
      missing--;
    }
  }

  private void takeCounted(JoinDetails known, int slot, int count) {
    if (slot == 0) {
      known.count = count;
    } else {
      known.counted++;
    }
    if (known.count != JoinDetails.UNKNOWN) {
      missing = Math.min(agent.plan().wanted(), known.count) - known.counted;
    }
  }

  void close(Closed reason) {
    closed = reason;
  }

  /** How many parts had come before it was known that they are too many. */
  int surplus() {
    return count() == JoinDetails.UNKNOWN
        ? 0
        : Math.max(0, Objects.requireNonNull(details).counted - count());
  }

  /** Gives up the last part; only while there is a surplus. */
  Arrival dropLast() {
    JoinDetails known = Objects.requireNonNull(details);
    int position = known.counted;
    var dropped =
        new DroppedPart(this, parts().at(position), ids[2 * position], ids[2 * position + 1]);
    events[position] = null;
    known.counted--;
    return dropped;
  }

  private boolean has(long idHigh, long idLow) {
    if (details != null && details.ids != null) {
      return details.ids.contains(idHigh, idLow);
    }
    for (int i = 0; i < events.length; i++) {
      if (ids[2 * i + 1] == idLow && ids[2 * i] == idHigh && events[i] != null) {
        return true;
      }
    }
    return false;
  }

  /** Where the next part of a slot goes; negative if the slot is full. */
  private int freePosition(int slot) {
    JoinPlan plan = agent.plan();
    if (plan.isCounted() && slot == 1) {
      return 1 + Objects.requireNonNull(details).counted;
    }
    int low = plan.start(slot);
    int end = plan.start(slot + 1);
    int high = end;
    while (low < high) { // a slot is filled from its start
      int middle = (low + high) >>> 1;
      if (events[middle] == null) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == end ? -1 : low;
  }

  private int count() {
    return details == null ? JoinDetails.UNKNOWN : details.count;
  }
}
