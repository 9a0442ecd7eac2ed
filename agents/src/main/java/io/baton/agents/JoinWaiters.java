package io.baton.agents;

import io.baton.events.CorrelationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Who waits for the join of a correlation. Guarded by the store. */
final class JoinWaiters {

  private final Map<CorrelationId, List<Waiter>> waiters = new HashMap<>();
  private boolean isOver;

  /** Adds a waiter, or wakes it where nothing more will come. */
  void add(Waiter waiter) {
    if (isOver) {
      waiter.wake();
    } else {
      waiters.computeIfAbsent(waiter.correlation, _ -> new ArrayList<>(1)).add(waiter);
    }
  }

  boolean isAny() {
    return !waiters.isEmpty();
  }

  void remove(Waiter waiter) {
    waiters.computeIfPresent(
        waiter.correlation,
        (_, all) -> {
          all.remove(waiter);
          return all.isEmpty() ? null : all;
        });
  }

  /** Shows whoever waits for it what has come of a join. */
  void show(JoinClosing join) {
    if (!waiters.isEmpty()) {
      waiters
          .getOrDefault(join.correlationId(), List.of())
          .forEach(waiter -> waiter.show(join.partsSoFar()));
    }
  }

  /** Wakes whoever waits for a join that has closed. */
  void closed(JoinClosing join) {
    if (!waiters.isEmpty()) {
      List<Waiter> all = waiters.remove(join.correlationId());
      if (all != null) {
        Parts parts = join.parts();
        all.forEach(waiter -> waiter.show(parts));
        all.forEach(Waiter::wake);
      }
    }
  }

  /** Parts will come. */
  void begin() {
    isOver = false;
  }

  /** Wakes all, now and from now on: nothing more will come. */
  void end() {
    isOver = true;
    waiters.values().forEach(all -> all.forEach(Waiter::wake));
    waiters.clear();
  }

  /** One thread that waits. */
  static final class Waiter {

    /** How long the store's owner may take to look, however short the wait. */
    private static final long MOST_NANOS_UNTIL_SEEN = TimeUnit.SECONDS.toNanos(1);

    private final CorrelationId correlation;
    private final CountDownLatch seen = new CountDownLatch(1);
    private final CountDownLatch woken = new CountDownLatch(1);
    private volatile Parts parts;

    Waiter(CorrelationId correlation, Parts parts) {
      this.correlation = correlation;
      this.parts = parts;
    }

    CorrelationId correlation() {
      return correlation;
    }

    void show(Parts soFar) {
      parts = soFar;
    }

    /** The store knows of it. */
    void seen() {
      seen.countDown();
    }

    void wake() {
      woken.countDown();
    }

    /** What has come when it was woken, or when the time is up. */
    Parts await(Duration timeout) throws InterruptedException {
      long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
      long begin = System.nanoTime();
      if (seen.await(Math.max(nanos, MOST_NANOS_UNTIL_SEEN), TimeUnit.NANOSECONDS)) {
        var _ = woken.await(nanos - (System.nanoTime() - begin), TimeUnit.NANOSECONDS);
      }
      return parts;
    }
  }
}
