package io.baton.agents;

import io.baton.agents.JoinObserver.Fate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts for one store: written by one thread at a time, or with its lock; read by any. */
final class JoinTally {

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLongArray closed = new AtomicLongArray(Closed.values().length);
  private final AtomicLongArray dropped = new AtomicLongArray(Fate.values().length);
  private final AtomicLong reopened = new AtomicLong();
  private final AtomicLong forgotten = new AtomicLong();

  void open(int now) {
    open.setRelease(now);
  }

  int open() {
    return open.getAcquire();
  }

  void closed(Closed reason) {
    increment(closed, reason.ordinal());
  }

  void dropped(Fate fate, int parts) {
    dropped.setRelease(fate.ordinal(), dropped.getPlain(fate.ordinal()) + parts);
  }

  void reopened() {
    reopened.setRelease(reopened.getPlain() + 1);
  }

  void forgotten() {
    forgotten.setRelease(forgotten.getPlain() + 1);
  }

  long reopenedSum() {
    return reopened.getAcquire();
  }

  long forgottenSum() {
    return forgotten.getAcquire();
  }

  JoinCounts counts() {
    return new JoinCounts(
        open(),
        sum(Closed.COMPLETE),
        sum(Closed.TIMED_OUT),
        sum(Closed.STARVED),
        sum(Closed.FAILED),
        sum(Closed.EVICTED),
        sum(Closed.CANCELLED),
        dropped.getAcquire(Fate.LATE.ordinal()),
        dropped.getAcquire(Fate.DUPLICATE.ordinal()),
        dropped.getAcquire(Fate.SUPERFLUOUS.ordinal()),
        reopenedSum(),
        forgottenSum());
  }

  private long sum(Closed reason) {
    return closed.getAcquire(reason.ordinal());
  }

  private static void increment(AtomicLongArray counts, int index) {
    counts.setRelease(index, counts.getPlain(index) + 1);
  }
}
