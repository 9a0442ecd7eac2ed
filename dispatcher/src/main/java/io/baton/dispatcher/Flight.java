package io.baton.dispatcher;

import com.lmax.disruptor.Sequence;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Knows exactly whether anything is in flight, without an atomic operation for an inline event and
 * without polling.
 *
 * <p>Each kind of work has two counters that only grow: begun and done. A piece of work is counted
 * as begun before that which caused it is counted as done, so the sum of the done never exceeds the
 * sum of the begun. Whoever looks reads all the done first, then, after a fence, all the begun: if
 * the sums are equal, then there was an instant between the two at which nothing was in flight (the
 * argument of Mattern: Algorithms for distributed termination detection, 1987, section 6).
 *
 * <p>Whoever counts something as done then looks whether somebody waits; whoever begins to wait
 * registers and then looks whether anything is in flight. A full fence stands between the two steps
 * on both sides, so one of them sees the other. The proof holds only for those who were registered
 * when it began: each waiter gets its own.
 */
final class Flight {

  private final LongSupplier cursor;
  private final Sequence consumed;
  private final LongAdder posted = new LongAdder();
  private final LongAdder finished = new LongAdder();
  private final LongAdder scheduled = new LongAdder();
  private final LongAdder unscheduled = new LongAdder();
  private final LongAdder rested = new LongAdder();
  private final LongAdder roused = new LongAdder();
  private final LongAdder entered = new LongAdder();
  private final LongAdder left = new LongAdder();
  private final ShortWait shortWait = new ShortWait();
  private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();

  /** The agents that wait for a run at this moment. */
  private final AtomicLong paused = new AtomicLong();

  // Written by the dispatcher's thread only.
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong carried = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong carriedDone = new AtomicLong();
  private long finishedSeen;

  Flight(LongSupplier cursor, Sequence consumed) {
    this.cursor = cursor;
    this.consumed = consumed;
  }

  /** The dispatcher's thread hands a delivery to another thread. */
  void start() {
    started.setRelease(started.getPlain() + 1);
  }

  /** A delivery on another thread has ended; call {@link #look} afterwards. */
  void finish() {
    finished.increment();
  }

  /** A thread is about to put something into the inbox. */
  void post() {
    posted.increment();
  }

  /** Code of an application is about to run beside the agents. */
  void enter() {
    entered.increment();
  }

  /** Such code has ended; call {@link #look} afterwards. */
  void leave() {
    left.increment();
  }

  /** Something is about to wait for its time. */
  void schedule() {
    scheduled.increment();
  }

  /** Something no longer waits for its time; call {@link #look} afterwards. */
  void unschedule() {
    unscheduled.increment();
  }

  /**
   * A delivery on another thread begins to wait for its time. It has not ended, and so keeps its
   * place among what is in flight; call {@link #look} afterwards.
   */
  void rest() {
    rested.increment();
  }

  /** A delivery waits no more. */
  void rouse() {
    roused.increment();
  }

  /**
   * The dispatcher's thread has ended a batch.
   *
   * @param followUps how many inline follow-ups it has ever made
   * @param followUpsDone how many of them it has ever routed
   * @param posts how many posts it took from the inbox in this batch
   * @param sequence the last slot of the ring that it has done with
   */
  void batch(long followUps, long followUpsDone, long posts, long sequence) {
    carried.setRelease(followUps);
    carriedDone.setRelease(followUpsDone);
    taken.setRelease(taken.getPlain() + posts);
    consumed.set(sequence);
  }

  /** Whether nothing is in flight; what only waits for its time counts if {@code timed}. */
  boolean isQuiet(boolean timed) {
    long done = done(timed);
    VarHandle.fullFence();
    return done == begun(timed);
  }

  /**
   * Whether nothing is in flight but so many deliveries that linger, and agents that wait for a
   * run. For the dispatcher's thread.
   */
  boolean isQuietBut(long lingering) {
    long done = done(false);
    VarHandle.fullFence();
    return done + lingering + paused.get() >= begun(false);
  }

  private long done(boolean timed) {
    return consumed.get()
        + taken.getAcquire()
        + carriedDone.getAcquire()
        + finished.sum()
        + left.sum()
        + (timed ? unscheduled.sum() : rested.sum());
  }

  private long begun(boolean timed) {
    return cursor.getAsLong()
        + posted.sum()
        + carried.getAcquire()
        + started.getAcquire()
        + entered.sum()
        + (timed ? scheduled.sum() : roused.sum());
  }

  /**
   * Whether so many deliveries on other threads have not ended, those left aside whose agents only
   * wait for a run. For the dispatcher's thread.
   */
  boolean isAtLeast(int bound) {
    if (started.getPlain() - finishedSeen < bound) {
      return false;
    }
    finishedSeen = finished.sum();
    return started.getPlain() - finishedSeen - paused.get() >= bound;
  }

  /** An agent begins to wait for a run; a full memory fence. */
  void pause() {
    paused.incrementAndGet();
  }

  /** An agent has waited. */
  void resume() {
    paused.decrementAndGet();
  }

  /** Events that were accepted and not yet routed; a picture of some moment near now. */
  long queued() {
    long done = consumed.get() + taken.getAcquire() + carriedDone.getAcquire();
    long begun = cursor.getAsLong() + posted.sum() + carried.getAcquire();
    return Math.max(0, begun - done);
  }

  /** What waits for its time; a picture of some moment near now. */
  long scheduled() {
    long done = unscheduled.sum() + roused.sum();
    return Math.max(0, scheduled.sum() + rested.sum() - done);
  }

  /** Wakes those who wait for what has come true. To be called after something was done. */
  void look() {
    VarHandle.fullFence();
    if (!waiters.isEmpty()) {
      for (var waiter : waiters) {
        if (isQuiet(waiter.timed)) {
          waiter.release();
        }
      }
    }
  }

  /** Wakes all, so that they see that the dispatcher has ended. */
  void giveUp() {
    waiters.forEach(waiter -> LockSupport.unpark(waiter.thread));
  }

  /**
   * Waits until nothing is in flight, or the dispatcher has ended.
   *
   * @return whether nothing was in flight at some instant since the call
   */
  boolean await(boolean timed, Duration timeout, BooleanSupplier isOver)
      throws InterruptedException {
    long begin = System.nanoTime();
    long deadline = begin + Nanos.ofWait(timeout);
    var waiter = new Waiter(timed, Thread.currentThread());
    waiters.add(waiter);
    try {
      VarHandle.fullFence();
      if (!isQuiet(timed) && !timeout.isZero()) {
        shortWait.until(waiter::isReleased);
      }
      while (!waiter.isReleased && !isQuiet(timed)) {
        long left = deadline - System.nanoTime();
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for the dispatcher");
        }
        if (left <= 0 || isOver.getAsBoolean()) {
          return isQuiet(timed);
        }
        LockSupport.parkNanos(this, left);
      }
      return true;
    } finally {
      waiters.remove(waiter);
      shortWait.took(System.nanoTime() - begin);
    }
  }

  private static final class Waiter {
    final boolean timed;
    final Thread thread;
    volatile boolean isReleased;

    Waiter(boolean timed, Thread thread) {
      this.timed = timed;
      this.thread = thread;
    }

    boolean isReleased() {
      return isReleased;
    }

    void release() {
      isReleased = true;
      LockSupport.unpark(thread);
    }
  }
}
