package io.baton.agents;

import io.baton.agents.JoinObserver.Fate;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The joins of one store, open and closed, by their keys, their runs and their age, and what was
 * lost of those that have not opened. Guarded by the store.
 */
final class JoinRegister {

  /** How many closed joins are remembered, those of runs apart, and of each run that is alive. */
  static final int REMEMBERED = 10_000;

  private final AggregatorAgent agent;
  private final JoinPlan plan;
  private final JoinTally tally;
  private final JoinTable table = new JoinTable(REMEMBERED);
  private final IdentityHashMap<Object, RunJoins> runs = new IdentityHashMap<>();
  private final @Nullable Losses losses;

  JoinRegister(AggregatorAgent agent, JoinPlan plan, JoinTally tally) {
    this.agent = agent;
    this.plan = plan;
    this.tally = tally;
    losses = plan.onFailure() == WhenFailed.CONTINUE ? null : new Losses();
  }

  /** Whether more joins are open than should be. */
  boolean isTooFull() {
    return table.open() > plan.maxOpen();
  }

  @Nullable JoinClosing oldestOpen() {
    return table.oldestOpen();
  }

  /** The oldest open join of a run. */
  @Nullable JoinClosing oldestOpen(Object owner) {
    RunJoins run = runs.get(owner);
    return run == null ? null : run.oldest();
  }

  /** The oldest open join of a run that does not wait for parts from outside. */
  @Nullable JoinClosing oldestOfInside(Object owner) {
    RunJoins run = runs.get(owner);
    return run == null ? null : run.oldestOfInside();
  }

  @Nullable JoinClosing ofCorrelation(CorrelationId id) {
    return table.ofCorrelation(id, plan.hasKey());
  }

  /** The open joins, the oldest first. */
  List<JoinClosing> listOpen(int most) {
    var list = new ArrayList<JoinClosing>();
    for (var join = table.oldestOpen();
        join != null && list.size() < most;
        join = table.nextOpen(join)) {
      list.add(join);
    }
    return list;
  }

  /** The newest join of the key of an event, which need not be a part. */
  @Nullable JoinClosing find(Arrival part, @Nullable Object by) {
    Object owner = part.owner();
    RunJoins run = owner == null ? null : runs.get(owner);
    return owner != null && run == null
        ? null
        : table.find(part.correlationHigh(), part.correlationLow(), run, by);
  }

  /** Opens a join by its first part, perhaps in place of a closed one of its key. */
  JoinClosing open(
      Arrival first, int slot, @Nullable Object by, long nanoTime, @Nullable JoinClosing before) {
    if (before != null) {
      tally.reopened();
      forget(before);
    }
    Object owner = first.owner();
    RunJoins run = owner == null ? null : runs.computeIfAbsent(owner, RunJoins::new);
    boolean isPlain = run == null && by == null && !plan.isWide() && !plan.isTimed();
    var details = isPlain ? null : new JoinDetails(run, by, nanoTime);
    var join = open(first.correlationHigh(), first.correlationLow(), by, slot, details);
    if (run != null) {
      run.opened(join);
    }
    if (losses != null) {
      losses.take(owner, lossKey(first, by)).forEach(join::lose);
    }
    return join;
  }

  private JoinClosing open(
      long high, long low, @Nullable Object by, int slot, @Nullable JoinDetails more) {
    int firing = table.generation(high, low, by);
    var join = new JoinClosing(agent, high, low, slot, firing, more);
    table.add(join);
    tally.open(table.open());
    return join;
  }

  /** As {@link JoinStore#addFresh}. */
  @Nullable JoinClosing addFresh(Event event, int slot, CorrelationId correlation) {
    JoinClosing join = table.newest();
    if (join == null || !join.hasCorrelation(correlation)) {
      join = findOrOpen(slot, correlation.high(), correlation.low());
    }
    if (join == null || !join.takeFresh(event, slot)) {
      return null;
    }
    if (join.isComplete()) {
      close(join, Closed.COMPLETE);
    }
    return join;
  }

  private @Nullable JoinClosing findOrOpen(int slot, long high, long low) {
    JoinClosing join = table.find(high, low, null, null);
    if (join == null && table.open() < plan.maxOpen()) {
      join = open(high, low, null, slot, null);
    }
    return join;
  }

  private static Object lossKey(Arrival part, @Nullable Object by) {
    return by == null ? new CorrelationId(part.correlationHigh(), part.correlationLow()) : by;
  }

  /** Remembers what was lost of a join that has not opened. */
  void lose(Arrival failed, @Nullable Object by, Loss loss) {
    if (losses != null) {
      losses.add(failed.owner(), lossKey(failed, by), loss);
    }
  }

  /** Takes out of a join that is complete the parts that are too many. */
  List<Arrival> dropSurplus(JoinClosing join) {
    if (join.surplus() == 0) {
      return List.of();
    }
    var dropped = new ArrayList<Arrival>();
    while (join.surplus() > 0) {
      dropped.add(join.dropLast());
    }
    tally.dropped(Fate.SUPERFLUOUS, dropped.size());
    return dropped;
  }

  void close(JoinClosing join, Closed reason) {
    join.close(reason);
    RunJoins run = join.run();
    if (run == null) {
      if (table.closeOfNoRun(join)) {
        tally.forgotten();
      }
    } else {
      table.closeOfRun(join);
      run.closed(join);
      if (table.closedOfRuns() > REMEMBERED) {
        forgetOldestOfRuns();
      }
    }
    tally.open(table.open());
    tally.closed(reason);
  }

  /** Lets go of a run. */
  void release(Object owner) {
    release(runs.get(owner));
  }

  /** Forgets the join of a run that closed first; while its run is alive, that run's first one. */
  private void forgetOldestOfRuns() {
    JoinClosing oldest = table.oldestOfRuns();
    RunJoins run = oldest == null ? null : oldest.run();
    if (oldest == null || run == null) {
      return;
    }
    if (run.owner() == null) {
      tally.forgotten();
      forget(oldest);
    } else {
      table.keep(oldest);
      JoinClosing first = run.keep(oldest, REMEMBERED);
      if (first != null) {
        forgetKept(first);
      }
    }
  }

  private void forget(JoinClosing join) {
    RunJoins run = join.run();
    if (run != null && run.removeKept(join)) {
      table.forgetKept(join);
    } else {
      table.forget(join);
    }
    forgetInRun(run);
  }

  private void forgetKept(JoinClosing join) {
    tally.forgotten();
    table.forgetKept(join);
    forgetInRun(join.run());
  }

  private void forgetInRun(@Nullable RunJoins run) {
    if (run != null && run.forget()) {
      release(run);
    }
  }

  private void release(@Nullable RunJoins run) {
    if (run != null && run.owner() != null) {
      runs.remove(run.owner());
      run.release();
      for (var kept = run.takeKept(); kept != null; kept = run.takeKept()) {
        forgetKept(kept);
      }
    }
  }
}
