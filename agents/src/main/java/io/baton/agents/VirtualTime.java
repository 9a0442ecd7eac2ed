package io.baton.agents;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test moves it. Thread-safe.
 *
 * <p>Timers run inside {@link #advance}, on the thread that calls it, in the order of their times;
 * those of one time in the order in which they were scheduled. While one runs, the time is its own.
 * A timer without a delay is due at once, and runs on a thread of its own.
 */
public final class VirtualTime implements TimeSource {

  private static final Comparator<Waiting> BY_TIME =
      Comparator.comparingLong(Waiting::dueNanos).thenComparingLong(Waiting::number);

  private final Instant start;
  private final ReentrantLock advancing = new ReentrantLock();

  // Guarded by this.
  private final PriorityQueue<Waiting> timers = new PriorityQueue<>(BY_TIME);
  private long nanos;
  private long scheduled;

  private VirtualTime(Instant start) {
    this.start = start;
  }

  /** A clock that stands at {@code start}, with {@link #nanoTime} at 0. */
  public static VirtualTime startingAt(Instant start) {
    return new VirtualTime(start);
  }

  @Override
  public Instant now() {
    return start.plusNanos(nanoTime());
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    if (!delay.isPositive()) {
      Thread.ofPlatform().daemon().name("baton-virtual-timer").start(task);
      return () -> {};
    }
    return enqueue(delay, task);
  }

  /**
   * Moves the time forward and runs the timers that are due until then, also those that these
   * schedule. Calls by several threads come one after the other.
   *
   * @throws IllegalArgumentException if {@code duration} is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time cannot go back, but was to advance by " + duration);
    }
    advancing.lock();
    try {
      long until = Math.addExact(nanoTime(), duration.toNanos());
      for (var due = nextDue(until); due != null; due = nextDue(until)) {
        due.task().run();
      }
      moveTo(until);
    } finally {
      advancing.unlock();
    }
  }

  private synchronized Timer enqueue(Duration delay, Runnable task) {
    long wait = Math.min(TimeUnit.NANOSECONDS.convert(delay), Long.MAX_VALUE - nanos);
    var waiting = new Waiting(nanos + wait, scheduled++, task);
    timers.add(waiting);
    return () -> withdraw(waiting);
  }

  private synchronized void withdraw(Waiting waiting) {
    timers.remove(waiting);
  }

  private synchronized @Nullable Waiting nextDue(long until) {
    Waiting first = timers.peek();
    if (first == null || first.dueNanos() > until) {
      return null;
    }
    timers.remove();
    moveTo(first.dueNanos());
    return first;
  }

  private synchronized void moveTo(long later) {
    nanos = Math.max(nanos, later); // a timer may have advanced the time itself
  }

  /** A task that waits; equal only to itself, since its number is its own. */
  private record Waiting(long dueNanos, long number, Runnable task) {}
}
