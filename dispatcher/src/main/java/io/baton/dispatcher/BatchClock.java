package io.baton.dispatcher;

import io.baton.agents.TimeSource;

/**
 * The clock of the dispatcher's thread: read at most once a batch, and only if somebody asks. While
 * tracing, {@link #nanos} is read anew each time. Confined to the dispatcher's thread.
 */
final class BatchClock {

  private final TimeSource time;
  private final boolean isExact;
  private boolean isRead;
  private long millis;

  BatchClock(TimeSource time, boolean isExact) {
    this.time = time;
    this.isExact = isExact;
  }

  /** Forgets what was read. */
  void nextBatch() {
    isRead = false;
  }

  /** The time of day of this batch, in milliseconds since the epoch. */
  long millis() {
    if (!isRead) {
      millis = time.epochMillis();
      isRead = true;
    }
    return millis;
  }

  /** The time now, in nanoseconds; 0 when nobody traces. */
  long nanos() {
    return isExact ? time.nanoTime() : 0;
  }
}
