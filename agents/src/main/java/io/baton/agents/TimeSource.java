package io.baton.agents;

import java.time.Duration;
import java.time.Instant;

/** The clock and the timers of a dispatcher. Thread-safe. */
public interface TimeSource {

  /** The time of day. */
  Instant now();

  /** The time of day in milliseconds since the epoch. */
  default long epochMillis() {
    return now().toEpochMilli();
  }

  /** A count of nanoseconds from an arbitrary origin, that never goes back. */
  long nanoTime();

  /**
   * Runs a task once, after a delay, on a thread of the timer's, never on the caller's. The task
   * must be quick and must not throw.
   */
  Timer schedule(Duration delay, Runnable task);

  /** The machine's own clock; its timers run on one daemon platform thread. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Timer {

    /** Withdraws the task, if it has not begun; otherwise nothing happens. */
    void cancel();
  }
}
