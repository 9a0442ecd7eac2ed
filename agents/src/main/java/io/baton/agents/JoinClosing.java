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

  private static final Closed[] REASONS = Closed.values();

  private final AggregatorAgent agent;
  private final long correlationHigh;
  private final long correlationLow;
  private final int firing;

  // Narrow, since there may be many of these objects.
  private final char openingSlot;

  /** The index of the reason; guarded by the store until it is closed. */
  private byte closed;

  /** Made when it is needed. Guarded by the store until it is closed. */
  @Nullable JoinDetails details;

  /**
   * The parts, which are events: to store one into an array of an interface's type would cost a
   * search for that interface among those of its class. Guarded by the store until it is closed.
   */
  private @Nullable Object[] events;

  // Guarded by the store until it is closed.
  private int missing;
  private int hops;

  /**
   * The ids of the parts; null while all of them are {@linkplain #takeFresh fresh} and nobody has
   * asked for their ids, which whoever has the closed join may do on any thread. Written once.
   */
  private volatile @Nullable PartIds ids;

  /** Where it stands in the {@link JoinTable}; guarded by the store. */
  int row;

  JoinClosing(
      AggregatorAgent agent,
      long correlationHigh,
      long correlationLow,
      int openingSlot,
      int firing,
      @Nullable JoinDetails details) {
    this.agent = agent;
    this.openingSlot = (char) openingSlot;
    this.firing = firing;
    this.details = details;
    this.correlationHigh = correlationHigh;
    this.correlationLow = correlationLow;
    events = new Object[agent.plan().capacity()];
    missing = agent.plan().isCounted() ? Integer.MAX_VALUE : agent.plan().wanted();
  }

  /** What had come and what had not. */
  public Parts parts() {
    return new Parts(agent.plan(), events, count(), closed(), workers());
  }

  /** Why it closed. */
  public Closed closed() {
    return REASONS[closed];
  }

  /** Whether it has not closed yet, and more parts may come. */
  public boolean isOpen() {
    return closed == 0;
  }

  /** Who has failed that could have brought the missing parts, and why; empty if nobody has. */
  public List<String> failures() {
    List<Loss> losses = details == null ? null : details.losses;
    return losses == null ? List.of() : losses.stream().map(Loss::reason).toList();
  }

  /** The ids of all parts, in the order of the slots, then of arrival. */
  public List<EventId> causes() {
    PartIds known = ids();
    var causes = new ArrayList<EventId>(events.length);
    for (int i = 0; i < events.length; i++) {
      if (events[i] != null) {
        causes.add(new EventId(known.high(i), known.low(i)));
      }
    }
    return List.copyOf(causes);
  }

  /**
   * The number of this firing of its key, from which the id of the output is made: larger than that
   * of each earlier join of the key, whether that is still remembered or not. It is 0 for the first
   * and 1 for the second while all closed joins are remembered; what is forgotten makes the numbers
   * of some other keys larger too.
   */
  public int firing() {
    return firing;
  }

  /**
   * A 128-bit value that is the same for the same key, from which the id of the output is made. It
   * does not tell apart runs that share a correlation, since a run has no name here.
   */
  public EventId key() {
    return details == null
        ? new EventId(correlationHigh, correlationLow)
        : details.key(correlationHigh, correlationLow);
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
    return (Event) Objects.requireNonNull(events[agent.plan().start(openingSlot)]);
  }

  @Override
  public long idHigh() {
    return ids().high(agent.plan().start(openingSlot));
  }

  @Override
  public long idLow() {
    return ids().low(agent.plan().start(openingSlot));
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
    return details == null ? Long.MAX_VALUE : details.deadlineMillis;
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

  /** When it was opened, by the engine's clock; only where joins have a time limit. */
  long openedNanos() {
    return Objects.requireNonNull(details).openedNanos;
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

  boolean isComplete() {
    return missing <= 0;
  }

  /** What has come so far, independent of what will come. */
  Parts partsSoFar() {
    return isOpen() ? new Parts(agent.plan(), events.clone(), count(), Closed.OPEN, null) : parts();
  }

  /** Why a part cannot be taken; null if it can. */
  @Nullable Fate refusal(int slot, long idHigh, long idLow) {
    PartIds known = ids; // ids that are not made yet are new ones
    if (known != null && known.contains(idHigh, idLow, events)) {
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
    }
    ids().put(position, part.idHigh(), part.idLow());
    events[position] = part.event();
    hops = Math.max(hops, part.hops());
    if (part.deadlineMillis() < deadlineMillis()) {
      detailed().deadlineMillis = part.deadlineMillis();
    }
    if (agent.plan().isCounted()) {
      takeCounted(Objects.requireNonNull(details), slot, count);
    } else if (agent.plan().isNeeded(slot)) {
      missing--;
    }
  }

  /**
   * Takes a part of a plain join that is a root of no run, is on its way to nobody else, and has no
   * id yet, if all parts before it were such; says whether it did.
   */
  boolean takeFresh(Event event, int slot) {
    if (!isOpen() || details != null || ids != null || events[slot] != null) {
      return false;
    }
    events[slot] = event;
    missing--;
    return true;
  }

  private PartIds ids() {
    PartIds known = ids;
    return known == null ? makeIds() : known;
  }

  /** Makes the ids of the parts that came without. */
  private synchronized PartIds makeIds() {
    PartIds known = ids;
    if (known == null) {
      known = new PartIds(events.length, agent.plan().isWide());
      for (int i = 0; i < events.length; i++) {
        if (events[i] != null) {
          EventId id = agent.store().newId();
          known.put(i, id.high(), id.low());
        }
      }
      ids = known;
    }
    return known;
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

  @SuppressWarnings("EnumOrdinal") // it is narrow, and never leaves this process
  void close(Closed reason) {
    closed = (byte) reason.ordinal();
  }

  /** Asks who still works on what is missing, for those who get its parts. */
  void ask(PartWorkers workers) {
    var all = new ArrayList<List<String>>();
    for (var slot : agent.plan().slots()) {
      all.add(List.copyOf(workers.workingOn(owner(), slot.type())));
    }
    detailed().workers = all;
  }

  private @Nullable List<List<String>> workers() {
    return details == null ? null : details.workers;
  }

  /** A part will never come. */
  void lose(Loss loss) {
    JoinDetails known = detailed();
    if (known.losses == null) {
      known.losses = new ArrayList<>(1);
    }
    known.losses.add(loss);
  }

  void waitForOutside() {
    detailed().waitsForOutside = true;
  }

  /** Whether so many parts will never come that it cannot become complete. */
  boolean isDoomed() {
    List<Loss> losses = details == null ? null : details.losses;
    if (losses == null) {
      return false;
    }
    var missing = agent.plan().neededSlots(_ -> true);
    for (int i = missing.nextSetBit(0); i >= 0; i = missing.nextSetBit(i + 1)) {
      missing.set(i, parts().missingIn(i) > 0);
    }
    long lost = losses.stream().filter(loss -> loss.slots().intersects(missing)).count();
    return lost > Math.max(0, agent.plan().spare(count()));
  }

  private JoinDetails detailed() {
    if (details == null) {
      details = new JoinDetails(null, null, 0);
    }
    return details;
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
        new DroppedPart(
            this, (Event) parts().at(position), ids().high(position), ids().low(position));
    events[position] = null;
    known.counted--;
    return dropped;
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
