package io.baton.agents;

import io.baton.agents.JoinObserver.Fate;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open joins of one {@link AggregatorAgent}, and the last of the closed ones. What engines work
 * with; users never need it. Thread-safe.
 *
 * <p>An engine adds each part by {@link #add}, closes what is due by {@link #expire}, what can no
 * longer be completed by {@link #starve}, and what is too much by {@link #evict}. Whoever gets a
 * {@link JoinClosing} is the only one to get it, and makes its answer.
 *
 * <p>One short lock guards all of it. Under it runs no code of the user's but {@code equals} and
 * {@code hashCode} of what {@link Join#by} gave.
 */
public final class JoinStore {

  /** How many closed joins are remembered. */
  static final int REMEMBERED = 10_000;

  private final AggregatorAgent agent;
  private final JoinPlan plan;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final JoinTable table = new JoinTable();
  private final JoinList open = new JoinList();
  private final JoinList closed = new JoinList();
  private final IdentityHashMap<Object, RunJoins> runs = new IdentityHashMap<>();
  private final JoinWaiters waiters = new JoinWaiters();
  private long reopened;
  private long forgotten;

  JoinStore(AggregatorAgent agent, JoinPlan plan) {
    this.agent = agent;
    this.plan = plan;
  }

  /** Whether its joins have a time limit. */
  public boolean isTimed() {
    return plan.isTimed();
  }

  /** What becomes of a part whose join is closed; whoever adds it sees to it. */
  public WhenLate onLate() {
    return plan.onLate();
  }

  /**
   * Adds a part. The observer is told after the part was added, without the lock.
   *
   * @param nanoTime the time now, by the engine's clock
   * @return the join, if this part completed it
   * @throws IllegalArgumentException if there is no slot for its type, or a function of the join's
   *     gives no key or a negative count for it
   */
  public @Nullable JoinClosing add(Arrival part, long nanoTime, JoinObserver observer) {
    Event event = part.event();
    int slot = plan.slotOf(event.getClass());
    Object by = plan.keyOf(event);
    int count = plan.isCounted() && slot == 0 ? plan.count(event) : 0;
    Fate fate;
    boolean opens = false;
    JoinClosing complete = null;
    List<Arrival> surplus = List.of();
    lock.lock();
    try {
      JoinClosing join = find(part, by);
      fate = join == null ? null : join.refusal(slot, part.idHigh(), part.idLow());
      if (join == null || (fate == Fate.LATE && plan.onLate() == WhenLate.REOPEN)) {
        join = open(part, slot, by, nanoTime, join);
        opens = true;
        fate = null;
      }
      if (fate == null) {
        join.take(part, slot, count);
        if (join.isComplete()) {
          surplus = dropSurplus(join);
          complete = close(join, Closed.COMPLETE);
        }
      }
    } finally {
      lock.unlock();
    }
    if (opens) {
      observer.joinOpened(part);
    }
    if (fate != null) {
      observer.partDropped(part, fate);
    }
    for (var dropped : surplus) {
      observer.partDropped(dropped, Fate.SUPERFLUOUS);
    }
    return complete;
  }

  /** Closes the oldest open join if its limit has passed at {@code nanoTime}. */
  public @Nullable JoinClosing expire(long nanoTime) {
    lock.lock();
    try {
      JoinClosing oldest = open.oldest();
      return oldest != null
              && plan.isTimed()
              && nanoTime - oldest.openedNanos() >= plan.limitNanos()
          ? close(oldest, Closed.TIMED_OUT)
          : null;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the oldest open join of a run, unless its joins wait for parts from outside. */
  public @Nullable JoinClosing starve(Object owner) {
    if (plan.waitsForOutside()) {
      return null;
    }
    lock.lock();
    try {
      RunJoins run = runs.get(owner);
      JoinClosing oldest = run == null ? null : run.oldest();
      return oldest == null ? null : close(oldest, Closed.STARVED);
    } finally {
      lock.unlock();
    }
  }

  /** Closes the oldest open join if there are more than the bound. */
  public @Nullable JoinClosing evict() {
    lock.lock();
    try {
      JoinClosing oldest = open.oldest();
      return oldest != null && open.size() > plan.maxOpen() ? close(oldest, Closed.EVICTED) : null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes the open joins of a run that has ended early, without an answer, and lets go of the run;
   * whoever waits for one of them is told at once.
   *
   * @return the number of these joins
   */
  public int discard(Object owner) {
    lock.lock();
    try {
      int discarded = 0;
      RunJoins run = runs.get(owner);
      for (var join = oldest(run); join != null; join = oldest(run)) {
        close(join, Closed.CANCELLED);
        discarded++;
      }
      release(run);
      return discarded;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets go of a run that has ended and has no open joins. Its closed ones are still remembered for
   * whoever waits for them. Without this call the run itself is kept for as long as these are.
   */
  public void release(Object owner) {
    lock.lock();
    try {
      release(runs.get(owner));
    } finally {
      lock.unlock();
    }
  }

  /** When the oldest open join is due, by the engine's clock; {@link Long#MAX_VALUE} for never. */
  public long nextDeadline() {
    lock.lock();
    try {
      JoinClosing oldest = open.oldest();
      return oldest == null || !plan.isTimed()
          ? Long.MAX_VALUE
          : oldest.openedNanos() + plan.limitNanos();
    } finally {
      lock.unlock();
    }
  }

  /** The number of open joins. */
  public int open() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }

  /** How often a part that came late has opened a join anew. */
  public long reopened() {
    lock.lock();
    try {
      return reopened;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many closed joins are remembered no longer, because 10,000 others closed after them; a part
   * that comes later still opens a new join.
   */
  public long forgotten() {
    lock.lock();
    try {
      return forgotten;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The correlations of open joins, the oldest first, with what they miss; at most {@code most}.
   */
  public List<OpenJoin> list(int most) {
    lock.lock();
    try {
      var list = new ArrayList<OpenJoin>();
      for (var join = open.oldest(); join != null && list.size() < most; join = join.newer) {
        list.add(new OpenJoin(join.correlationId(), join.partsSoFar().missing()));
      }
      return List.copyOf(list);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the join of a correlation is closed, or the time is up. */
  Parts await(CorrelationId correlation, Duration timeout) throws InterruptedException {
    JoinWaiters.Waiter waiter;
    lock.lock();
    try {
      JoinClosing join = table.ofCorrelation(correlation, plan.hasKey());
      if (join != null && !join.isOpen()) {
        return join.parts();
      }
      waiter = waiters.add(correlation);
    } finally {
      lock.unlock();
    }
    try {
      waiter.woken().await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    } finally {
      lock.lock();
      try {
        waiters.remove(correlation, waiter);
      } finally {
        lock.unlock();
      }
    }
    Parts joined = waiter.parts();
    return joined == null ? soFar(correlation) : joined;
  }

  private Parts soFar(CorrelationId correlation) {
    lock.lock();
    try {
      JoinClosing join = table.ofCorrelation(correlation, plan.hasKey());
      return join == null ? Parts.none(plan) : join.partsSoFar();
    } finally {
      lock.unlock();
    }
  }

  // All that follows is called with the lock held.

  private @Nullable JoinClosing find(Arrival part, @Nullable Object by) {
    Object owner = part.owner();
    RunJoins run = owner == null ? null : runs.get(owner);
    return owner != null && run == null
        ? null
        : table.find(part.correlationHigh(), part.correlationLow(), run, by);
  }

  private JoinClosing open(
      Arrival first, int slot, @Nullable Object by, long nanoTime, @Nullable JoinClosing before) {
    int firing = 0;
    if (before != null) {
      firing = before.firing() + 1;
      reopened++;
      forget(before);
    }
    Object owner = first.owner();
    RunJoins run = owner == null ? null : runs.computeIfAbsent(owner, RunJoins::new);
    boolean isPlain = run == null && by == null && firing == 0 && !plan.isWide();
    var details = isPlain ? null : new JoinDetails(run, by, firing);
    if (details != null && plan.isWide()) {
      details.ids = new IdSet();
    }
    var join = new JoinClosing(agent, first, slot, nanoTime, details);
    table.add(join);
    open.add(join);
    if (run != null) {
      run.opened(join);
    }
    return join;
  }

  private JoinClosing close(JoinClosing join, Closed reason) {
    join.close(reason);
    open.remove(join);
    RunJoins run = join.run();
    if (run != null) {
      run.closed(join);
    }
    closed.add(join);
    JoinClosing oldest = closed.oldest();
    if (closed.size() > REMEMBERED && oldest != null) {
      forgotten++;
      forget(oldest);
    }
    waiters.closed(join);
    return join;
  }

  private void forget(JoinClosing join) {
    closed.remove(join);
    table.remove(join);
    RunJoins run = join.run();
    if (run != null && run.forget()) {
      release(run);
    }
  }

  private void release(@Nullable RunJoins run) {
    if (run != null && run.owner() != null) {
      runs.remove(run.owner());
      run.release();
    }
  }

  private static List<Arrival> dropSurplus(JoinClosing join) {
    if (join.surplus() == 0) {
      return List.of();
    }
    var dropped = new ArrayList<Arrival>();
    while (join.surplus() > 0) {
      dropped.add(join.dropLast());
    }
    return dropped;
  }

  private static @Nullable JoinClosing oldest(@Nullable RunJoins run) {
    return run == null ? null : run.oldest();
  }

  /**
   * An open join.
   *
   * @param correlationId the correlation of the part that opened it
   * @param missing what has not come
   */
  public record OpenJoin(CorrelationId correlationId, List<Missing> missing) {

    /** Copies. */
    public OpenJoin {
      missing = List.copyOf(missing);
    }
  }
}
