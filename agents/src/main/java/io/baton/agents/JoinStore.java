package io.baton.agents;

import io.baton.agents.JoinObserver.Fate;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
 * <p>One short lock guards all of it, unless an engine has taken it for a thread of its own by
 * {@link #attach}: that thread then needs no lock, and what others want of it stands in a queue
 * which that thread empties. No code of the user's runs in between but {@code equals} and {@code
 * hashCode} of what {@link Join#by} gave.
 */
public final class JoinStore {

  /** How many closed joins are remembered. */
  static final int REMEMBERED = 10_000;

  private final AggregatorAgent agent;
  private final JoinPlan plan;
  private final ReentrantLock lock = new ReentrantLock();

  /** The only thread that may work with it; null while any may, with the lock. */
  private volatile @Nullable Thread owner;

  /** What other threads want of the one that owns it. */
  private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();

  /** Has the owner call {@link #serve}. */
  private volatile @Nullable Runnable bell;

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong reopened = new AtomicLong();
  private final AtomicLong forgotten = new AtomicLong();

  // Guarded by lock, or confined to the owner.
  private final JoinTable table = new JoinTable();
  private final IdentityHashMap<Object, RunJoins> runs = new IdentityHashMap<>();
  private final JoinWaiters waiters = new JoinWaiters();
  private boolean hasRuns;

  JoinStore(AggregatorAgent agent, JoinPlan plan) {
    this.agent = agent;
    this.plan = plan;
  }

  /**
   * Gives it to the current thread: from now on no other may add parts or close joins.
   *
   * @param bell called by other threads that want something; it must have this thread call {@link
   *     #serve} soon
   * @throws IllegalStateException if it belongs to another thread
   */
  public void attach(Runnable bell) {
    lock.lock();
    try {
      if (owner != null && owner != Thread.currentThread()) {
        throw new IllegalStateException("this join is worked on by " + owner + " already");
      }
      owner = Thread.currentThread();
      this.bell = bell;
      waiters.begin();
    } finally {
      lock.unlock();
    }
  }

  /** Does what other threads want. To be called by the thread that owns it. */
  public void serve() {
    for (var request = requests.poll(); request != null; request = requests.poll()) {
      request.run();
    }
  }

  /**
   * Gives it up: no more parts will come, and whoever waits is told so. To be called by the thread
   * that owns it.
   */
  public void detach() {
    lock.lock();
    try {
      waiters.end();
      owner = null;
      bell = null;
      serve();
    } finally {
      lock.unlock();
    }
  }

  /** Has something done by the owner, or at once where there is none. */
  private void ask(Runnable request) {
    requests.add(request);
    if (owner == Thread.currentThread()) {
      serve();
      return;
    }
    Runnable current;
    lock.lock();
    try {
      current = bell;
      if (current == null) {
        serve();
      }
    } finally {
      lock.unlock();
    }
    if (current != null) {
      current.run();
    }
  }

  /** Takes the lock, if it needs one; says so. */
  private boolean enter() {
    Thread current = owner;
    if (current == Thread.currentThread()) {
      return false;
    }
    if (current != null) {
      throw new IllegalStateException("this join is worked on by " + current + " only");
    }
    lock.lock();
    return true;
  }

  private void leave(boolean isLocked) {
    if (isLocked) {
      lock.unlock();
    }
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
    boolean isLocked = enter();
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
        } else {
          waiters.show(join);
        }
      }
    } finally {
      leave(isLocked);
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
    boolean isLocked = enter();
    try {
      JoinClosing oldest = table.oldestOpen();
      return oldest != null
              && plan.isTimed()
              && nanoTime - oldest.openedNanos() >= plan.limitNanos()
          ? close(oldest, Closed.TIMED_OUT)
          : null;
    } finally {
      leave(isLocked);
    }
  }

  /** Closes the oldest open join of a run, unless its joins wait for parts from outside. */
  public @Nullable JoinClosing starve(Object owner) {
    if (plan.waitsForOutside()) {
      return null;
    }
    boolean isLocked = enter();
    try {
      RunJoins run = runs.get(owner);
      JoinClosing oldest = run == null ? null : run.oldest();
      return oldest == null ? null : close(oldest, Closed.STARVED);
    } finally {
      leave(isLocked);
    }
  }

  /** Closes the oldest open join if there are more than the bound. */
  public @Nullable JoinClosing evict() {
    boolean isLocked = enter();
    try {
      JoinClosing oldest = table.oldestOpen();
      return oldest != null && table.open() > plan.maxOpen() ? close(oldest, Closed.EVICTED) : null;
    } finally {
      leave(isLocked);
    }
  }

  /**
   * Closes the open joins of a run that has ended early, without an answer, and lets go of the run;
   * whoever waits for one of them is told at once.
   *
   * @return the number of these joins
   */
  public int discard(Object owner) {
    boolean isLocked = enter();
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
      leave(isLocked);
    }
  }

  /**
   * Lets go of a run that has ended and has no open joins. Its closed ones are still remembered for
   * whoever waits for them. Without this call the run itself is kept for as long as these are.
   */
  public void release(Object owner) {
    boolean isLocked = enter();
    try {
      release(runs.get(owner));
    } finally {
      leave(isLocked);
    }
  }

  /** When the oldest open join is due, by the engine's clock; {@link Long#MAX_VALUE} for never. */
  public long nextDeadline() {
    boolean isLocked = enter();
    try {
      JoinClosing oldest = table.oldestOpen();
      return oldest == null || !plan.isTimed()
          ? Long.MAX_VALUE
          : oldest.openedNanos() + plan.limitNanos();
    } finally {
      leave(isLocked);
    }
  }

  /** The number of open joins; for any thread. */
  public int open() {
    return open.getAcquire();
  }

  /** How often a part that came late has opened a join anew; for any thread. */
  public long reopened() {
    return reopened.getAcquire();
  }

  /**
   * How many closed joins are remembered no longer, because 10,000 others closed after them; a part
   * that comes later still opens a new join. For any thread.
   */
  public long forgotten() {
    return forgotten.getAcquire();
  }

  /**
   * The correlations of open joins, the oldest first, with what they miss; at most {@code most}.
   */
  public List<OpenJoin> list(int most) {
    boolean isLocked = enter();
    try {
      var list = new ArrayList<OpenJoin>();
      for (var join = table.oldestOpen();
          join != null && list.size() < most;
          join = table.nextOpen(join)) {
        list.add(new OpenJoin(join.correlationId(), join.partsSoFar().missing()));
      }
      return List.copyOf(list);
    } finally {
      leave(isLocked);
    }
  }

  /** Waits until the join of a correlation is closed, or the time is up; for any thread. */
  Parts await(CorrelationId correlation, Duration timeout) throws InterruptedException {
    var waiter = new JoinWaiters.Waiter(correlation, Parts.none(plan));
    ask(() -> receive(waiter));
    try {
      return waiter.await(timeout);
    } finally {
      ask(() -> waiters.remove(waiter));
    }
  }

  // All that follows is called by the owner, or with the lock held.

  private void receive(JoinWaiters.Waiter waiter) {
    JoinClosing join = table.ofCorrelation(waiter.correlation(), plan.hasKey());
    if (join != null) {
      waiter.show(join.partsSoFar());
    }
    if (join == null || join.isOpen()) {
      waiters.add(waiter);
    } else {
      waiter.wake();
    }
    waiter.seen();
  }

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
      reopened.setRelease(reopened.getPlain() + 1);
      table.forget(before);
      forgetInRun(before);
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
    open.setRelease(table.open());
    if (run != null) {
      hasRuns = true;
      run.opened(join);
    }
    return join;
  }

  private JoinClosing close(JoinClosing join, Closed reason) {
    join.close(reason);
    table.close(join);
    open.setRelease(table.open());
    RunJoins run = join.run();
    if (run != null) {
      run.closed(join);
    }
    if (table.closed() > REMEMBERED) {
      forgetOldest();
    }
    waiters.closed(join);
    return join;
  }

  private void forgetOldest() {
    forgotten.setRelease(forgotten.getPlain() + 1);
    JoinClosing oldest = hasRuns ? table.oldestClosed() : null;
    table.forgetOldestClosed();
    if (oldest != null) {
      forgetInRun(oldest);
    }
  }

  private void forgetInRun(JoinClosing join) {
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
