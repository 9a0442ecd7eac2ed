package io.baton.dispatcher;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * What keeps a run alive, as one number: in its low half what is queued, running or delayed and the
 * child runs; in its high half the open joins that wait for parts. What is caused is counted before
 * its cause is let go, so the number never rises again from zero, and zero is the end. Thread-safe.
 */
final class RunCount {

  private static final AtomicLongFieldUpdater<RunCount> ALIVE =
      AtomicLongFieldUpdater.newUpdater(RunCount.class, "alive");
  private static final long ONE_JOIN = 1L << 32;

  private volatile long alive = 1;

  void begin(int things) {
    ALIVE.addAndGet(this, things);
  }

  /** Something begins that nothing alive causes: only if not all has ended. */
  boolean tryBegin() {
    long now;
    do {
      now = alive;
      if (now == 0) {
        return false;
      }
    } while (!ALIVE.compareAndSet(this, now, now + 1));
    return true;
  }

  /** Something has ended, after all that it caused was begun; gives what is left. */
  long end() {
    return ALIVE.decrementAndGet(this);
  }

  void joinOpened() {
    ALIVE.addAndGet(this, ONE_JOIN);
  }

  /** Gives what is left. */
  long joinClosed() {
    return ALIVE.addAndGet(this, -ONE_JOIN);
  }

  /** Whether nothing is left but perhaps open joins, to which nothing can bring parts any more. */
  static boolean isStarved(long left) {
    return (int) left == 0;
  }

  boolean isStarved() {
    return isStarved(alive);
  }

  /** What is alive beside the joins. */
  int active() {
    return (int) alive;
  }
}
