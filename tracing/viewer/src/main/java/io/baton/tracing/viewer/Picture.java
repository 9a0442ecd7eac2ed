package io.baton.tracing.viewer;

import io.baton.events.CorrelationId;
import io.baton.events.EventId;
import io.baton.tracing.Gauges;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What the page shows of the whole, brought up to date at each tick. Thread-safe: one lock guards
 * all that it holds. Whoever traces never takes that lock.
 */
final class Picture {

  /** How many changed rows are sent at once; a user cannot read more. */
  private static final int ROWS_A_FRAME = 60;

  private static final int ROWS_AT_FIRST = 300;
  private static final int EDGES_A_FRAME = 200;
  private static final int MOST_OPEN_JOINS = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ticked = lock.newCondition();
  private final Inlet inlet;
  private final Sources sources;
  private final LongSupplier forgotten;
  private final RunTable runs;
  private final Flows flows = new Flows();
  private final SequencedMap<OpenJoin, Instant> openJoins = new LinkedHashMap<>();
  private final Rate traced = new Rate(Ticker.ticks(Duration.ofSeconds(60)));
  private final Rate dispatched = new Rate(Ticker.ticks(Duration.ofSeconds(60)));
  private final Rate failed = new Rate(Ticker.ticks(Duration.ofSeconds(60)));
  private long events;
  private long failures;
  private long tick = 1;
  private volatile boolean closed;

  Picture(Inlet inlet, Sources sources, int runsKept, Redactor redactor, LongSupplier forgotten) {
    this.inlet = inlet;
    this.sources = sources;
    this.forgotten = forgotten;
    runs = new RunTable(runsKept, redactor);
  }

  /** Takes in what was traced since the last time, and wakes whoever waits for it. */
  void update() {
    lock.lock();
    try {
      tick++;
      traced.tick();
      dispatched.tick();
      failed.tick();
      flows.tick();
      inlet.drainTo(this::apply);
      ticked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void apply(TraceEvent event) {
    traced.add(1);
    runs.apply(event, tick);
    flows.apply(event);
    switch (event) {
      case TraceEvent.Dispatched _ -> {
        events++;
        dispatched.add(1);
      }
      case TraceEvent.AgentFailed _ -> {
        failures++;
        failed.add(1);
      }
      case TraceEvent.JoinOpened opened -> {
        if (openJoins.size() == MOST_OPEN_JOINS) {
          openJoins.pollFirstEntry();
        }
        openJoins.put(OpenJoin.of(opened), opened.time());
      }
      case TraceEvent.JoinClosed done ->
          openJoins.remove(new OpenJoin(done.correlationId(), done.join(), done.opener()));
      default -> {} // is told by the runs and the flows
    }
  }

  /** Waits for a tick after the given one; false when the page has ended. */
  boolean await(long after) throws InterruptedException {
    lock.lock();
    try {
      while (tick <= after && !closed) {
        ticked.await();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Lets whoever waits go; but an event that never says what it holds may have the lock. */
  void close() {
    closed = true;
    try {
      if (lock.tryLock(1, TimeUnit.SECONDS)) {
        ticked.signalAll();
        lock.unlock();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** All that is new since a tick; for 0, all that a page needs when it opens. */
  Frame frame(long since) {
    lock.lock();
    try {
      List<Frame.Dispatcher> dispatchers = sources.list().stream().map(this::shown).toList();
      return new Frame(
          tick,
          System.currentTimeMillis(),
          dispatchers,
          flows.busiest(EDGES_A_FRAME),
          Math.max(0, flows.ways() - EDGES_A_FRAME),
          runs.changedSince(since, since == 0 ? ROWS_AT_FIRST : ROWS_A_FRAME),
          runs.size(),
          totals(),
          since == 0 ? new Frame.History(dispatched.history(), failed.history()) : null);
    } finally {
      lock.unlock();
    }
  }

  private Frame.Totals totals() {
    return new Frame.Totals(
        events,
        failures,
        openJoins.size(),
        dispatched.now(),
        failed.now(),
        inlet.lost(),
        forgotten.getAsLong(),
        runs.left());
  }

  private Frame.Dispatcher shown(Sources.Entry entry) {
    Gauges gauges = entry.source().gauges();
    return new Frame.Dispatcher(
        entry.source().name(),
        entry.live(),
        gauges.ringSize(),
        gauges.queued(),
        gauges.scheduled(),
        gauges.runs(),
        gauges.deadLetters(),
        gauges.routes().stream()
            .map(route -> Frame.Route.of(route, flows.agent(route.agent())))
            .toList());
  }

  RunTable.Found find(String text, String state, int most) {
    lock.lock();
    try {
      return runs.find(text, state, most);
    } finally {
      lock.unlock();
    }
  }

  /** The joins that wait for parts and when they opened, the oldest first. */
  SequencedMap<OpenJoin, Instant> openJoins() {
    lock.lock();
    try {
      return new LinkedHashMap<>(openJoins);
    } finally {
      lock.unlock();
    }
  }

  /** A join that waits for parts; it is known by the part that opened it. */
  record OpenJoin(CorrelationId correlationId, String join, EventId opener) {
    static OpenJoin of(TraceEvent.JoinOpened opened) {
      return new OpenJoin(opened.correlationId(), opened.join(), opened.eventId());
    }
  }
}
