package io.baton.agents;

import io.baton.agents.JoinObserver.Fate;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.EventId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open joins of one {@link AggregatorAgent}, and the last of the closed ones. What engines work
 * with; users never need it. Thread-safe.
 *
 * <p>An engine adds each part by {@link #add}, closes what is due by {@link #expire}, what can no
 * longer be completed by {@link #starve}, and what is too much by {@link #evict}, and tells what
 * has failed by {@link #fail}. Whoever gets a {@link JoinClosing} is the only one to get it, and
 * makes its answer.
 *
 * <p>One short lock guards all of it, unless an engine has taken it for a thread of its own by
 * {@link #attach}: that thread then needs no lock, and what others want of it stands in a queue
 * which that thread empties. No code of the user's runs in between but {@code equals} and {@code
 * hashCode} of what {@link Join#by} gave.
 */
public final class JoinStore {

  private final JoinPlan plan;
  private final JoinOwner owner = new JoinOwner();
  private final JoinTally tally = new JoinTally();

  // Guarded by lock, or confined to the owner.
  private final JoinRegister register;
  private final JoinWaiters waiters = new JoinWaiters();
  private @Nullable PartWorkers workers;

  /** Makes the ids of parts that came without; kept after the owner has left. */
  private volatile @Nullable Supplier<EventId> ids;

  JoinStore(AggregatorAgent agent, JoinPlan plan) {
    this.plan = plan;
    register = new JoinRegister(agent, plan, tally);
  }

  /**
   * Gives it to the current thread: from now on no other may add parts or close joins.
   *
   * @param bell called by other threads that want something; it must have this thread call {@link
   *     #serve} soon
   * @param workers asked by this thread when a join closes with parts missing
   * @param ids makes the ids of parts that were added by {@link #addFresh}, when somebody asks for
   *     them, on whatever thread that is; each must be a new one
   * @throws IllegalStateException if it belongs to another thread
   */
  public void attach(Runnable bell, PartWorkers workers, Supplier<EventId> ids) {
    owner.take(
        bell,
        () -> {
          this.workers = workers;
          this.ids = ids;
          waiters.begin();
        });
  }

  /** Does what other threads want. To be called by the thread that owns it. */
  public void serve() {
    owner.serve();
  }

  /**
   * Gives it up: no more parts will come, and whoever waits is told so. To be called by the thread
   * that owns it.
   */
  public void detach() {
    owner.giveUp(() -> {
      waiters.end();
      workers = null;
    });
  }

  /** A new id, for a part that came without one. */
  EventId newId() {
    return Objects.requireNonNull(ids, "no engine has taken this join").get();
  }

  /** Whether its joins have a time limit. */
  public boolean isTimed() {
    return plan.isTimed();
  }

  /**
   * The slot of a type.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Slot slot(Class<?> type) {
    return plan.slots().get(plan.slotOf(type));
  }

  /**
   * The types of parts that will not come, where the join cannot be complete without them.
   *
   * @param mayCome says of which types parts may come
   */
  public List<Class<? extends Event>> vital(Predicate<Class<? extends Event>> mayCome) {
    return plan.vital(mayCome);
  }

  /** What becomes of a join when a part was lost; see {@link #fail}. */
  public WhenFailed onFailure() {
    return plan.onFailure();
  }

  /** What becomes of a part whose join is closed; whoever adds it sees to it. */
  public WhenLate onLate() {
    return plan.onLate();
  }

  /**
   * Adds a part. The observer is told after the part was added, without the lock.
   *
   * @param nanoTime the time now, by the engine's clock
   * @return the join, if it closed by this part: complete, or failed by what had happened before
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
    JoinClosing closing = null;
    JoinClosing waiting = null;
    List<Arrival> surplus = List.of();
    boolean isLocked = owner.enter();
    try {
      JoinClosing join = register.find(part, by);
      fate = join == null ? null : join.refusal(slot, part.idHigh(), part.idLow());
      if (join == null || (fate == Fate.LATE && plan.onLate() == WhenLate.REOPEN)) {
        join = register.open(part, slot, by, nanoTime, join);
        opens = true;
        fate = null;
      }
      if (fate == null) {
        join.take(part, slot, count);
        if (join.isComplete()) {
          surplus = register.dropSurplus(join);
          closing = close(join, Closed.COMPLETE);
        } else {
          waiters.show(join);
          closing = closeIfDoomed(join);
          waiting = closing == null ? join : null;
        }
      } else {
        tally.dropped(fate, 1);
      }
    } finally {
      owner.leave(isLocked);
    }
    if (opens) {
      observer.joinOpened(part);
    } else if (waiting != null) {
      observer.partKept(part, waiting);
    }
    if (fate != null) {
      observer.partDropped(part, fate);
    }
    for (var dropped : surplus) {
      observer.partDropped(dropped, Fate.SUPERFLUOUS);
    }
    return closing;
  }

  /**
   * The slot into which parts of a class can be added by {@link #addFresh}; -1 for none. There are
   * such slots if each takes one part, all are needed, there is neither a key of its own nor a time
   * limit, and failures do not matter.
   */
  public int freshSlot(Class<? extends Event> type) {
    return plan.freshSlot(type);
  }

  /**
   * Adds a part, as {@link #add} does, if that is simple: to a join that has had only such parts,
   * or to one that opens with it. Only for the thread that owns it. The part must belong to no run,
   * be a root, and have no id yet, nor be on its way to anybody else: then it can be no duplicate,
   * and its id is made when somebody asks the join for it.
   *
   * @param slot the {@link #freshSlot} of its class
   * @return the join that has taken it, which may have closed by it; null if nothing was done
   */
  public @Nullable JoinClosing addFresh(Event event, int slot, CorrelationId correlation) {
    if (!owner.isCurrentThread() || waiters.isAny()) {
      return null;
    }
    return register.addFresh(event, slot, correlation);
  }

  /**
   * Takes note that a delivery has failed for good.
   *
   * @param failed the event that was delivered; need not be a part
   * @param reason who has failed, and why
   * @param couldBring says of which types the agent could have brought parts
   * @return the join, if it closed by this, as the join's policy says
   */
  public @Nullable JoinClosing fail(
      Arrival failed, String reason, Predicate<Class<? extends Event>> couldBring) {
    BitSet slots = plan.neededSlots(couldBring);
    Object by = plan.hasKey() ? plan.keyOfAny(failed.event()) : null;
    if (slots.isEmpty() || (by == null && plan.hasKey())) {
      return null;
    }
    var loss = new Loss(slots, reason);
    return owner.call(() -> {
      JoinClosing join = register.find(failed, by);
      if (join == null) {
        register.lose(failed, by, loss);
      } else if (join.isOpen()) {
        join.lose(loss);
        return closeIfDoomed(join);
      }
      return null;
    });
  }

  /** Closes the oldest open join if its limit has passed at {@code nanoTime}. */
  public @Nullable JoinClosing expire(long nanoTime) {
    return owner.call(() -> {
      JoinClosing oldest = register.oldestOpen();
      return oldest != null
              && plan.isTimed()
              && nanoTime - oldest.openedNanos() >= plan.limitNanos()
          ? close(oldest, Closed.TIMED_OUT)
          : null;
    });
  }

  /** Closes the oldest open join of a run, unless its joins wait for parts from outside. */
  public @Nullable JoinClosing starve(Object run) {
    if (plan.waitsForOutside()) {
      return null;
    }
    return owner.call(() -> {
      JoinClosing oldest = register.oldestOfInside(run);
      return oldest == null ? null : close(oldest, Closed.STARVED);
    });
  }

  /** Closes the oldest open join if there are more than the bound. */
  public @Nullable JoinClosing evict() {
    return owner.call(() -> {
      JoinClosing oldest = register.oldestOpen();
      return oldest != null && register.isTooFull() ? close(oldest, Closed.EVICTED) : null;
    });
  }

  /**
   * Closes the open joins of a run that has ended early, without an answer, and lets go of the run;
   * whoever waits for one of them is told at once.
   *
   * @return these joins, in the order of their opening
   */
  public List<JoinClosing> discard(Object run) {
    var discarded = new ArrayList<JoinClosing>();
    owner.run(() -> {
      for (var join = register.oldestOpen(run); join != null; join = register.oldestOpen(run)) {
        discarded.add(close(join, Closed.CANCELLED));
      }
      register.release(run);
    });
    return discarded;
  }

  /**
   * Lets go of a run that has ended and has no open joins. Its closed ones are still remembered for
   * whoever waits for them, while they are among the last 10,000. Without this call the run and its
   * last 10,000 are kept.
   */
  public void release(Object run) {
    owner.run(() -> register.release(run));
  }

  /** When the oldest open join is due, by the engine's clock; {@link Long#MAX_VALUE} for never. */
  public long nextDeadline() {
    return owner.call(() -> {
      JoinClosing oldest = register.oldestOpen();
      return oldest == null || !plan.isTimed()
          ? Long.MAX_VALUE
          : oldest.openedNanos() + plan.limitNanos();
    });
  }

  /** The number of open joins; for any thread. */
  public int open() {
    return tally.open();
  }

  /** How often a part that came late has opened a join anew; for any thread. */
  public long reopened() {
    return counts().reopened();
  }

  /**
   * How many closed joins are remembered no longer, because 10,000 others closed after them and
   * their run, if they had one, has ended; or because 10,000 others of their own run did. A part
   * that comes later still opens a new join. For any thread.
   */
  public long forgotten() {
    return counts().forgotten();
  }

  /** All that is counted; for any thread. */
  public JoinCounts counts() {
    return tally.counts();
  }

  /**
   * The correlations of open joins, the oldest first, with what they miss; at most {@code most}.
   */
  public List<OpenJoin> list(int most) {
    return owner.call(() ->
        register.listOpen(most).stream()
            .map(join -> new OpenJoin(join.correlationId(), join.partsSoFar().missing()))
            .toList());
  }

  /** Waits until the join of a correlation is closed, or the time is up; for any thread. */
  Parts await(CorrelationId correlation, Duration timeout) throws InterruptedException {
    var waiter = new JoinWaiters.Waiter(correlation, Parts.none(plan));
    owner.ask(() -> receive(waiter));
    try {
      return waiter.await(timeout);
    } finally {
      owner.ask(() -> waiters.remove(waiter));
    }
  }

  // All that follows is called by the owner, or with the lock held.

  private void receive(JoinWaiters.Waiter waiter) {
    JoinClosing join = register.ofCorrelation(waiter.correlation());
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

  private @Nullable JoinClosing closeIfDoomed(JoinClosing join) {
    if (!join.isDoomed()) {
      return null;
    }
    return switch (plan.onFailure()) {
      case CONTINUE -> null;
      case WAIT -> {
        join.waitForOutside();
        yield null;
      }
      case PARTIAL, FAIL -> close(join, Closed.FAILED);
    };
  }

  private JoinClosing close(JoinClosing join, Closed reason) {
    register.close(join, reason);
    if (reason != Closed.COMPLETE && reason != Closed.CANCELLED && workers != null) {
      join.ask(workers);
    }
    waiters.closed(join);
    return join;
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
