package io.baton.agents.llm;

import io.baton.agents.TimeSource;
import java.time.Duration;

/**
 * Lets so many pass in a period, at once or spread. Thread-safe.
 *
 * <p>It is the generic cell rate algorithm (ITU-T I.371, annex A): who comes moves the time on at
 * which the allowance is whole again, and waits until that is near enough.
 */
final class RateLimit {

  private final long interval;
  private final long burst;
  private long whole; // nanoseconds, guarded by this
  private long notBefore; // nanoseconds, guarded by this
  private boolean used; // guarded by this

  /** A limit that never holds anybody, but for what a service asks for. */
  static RateLimit none() {
    return new RateLimit(0, 0);
  }

  static RateLimit of(int count, Duration period) {
    long interval = period.toNanos() / count;
    return new RateLimit(interval, interval * (count - 1));
  }

  private RateLimit(long interval, long burst) {
    this.interval = interval;
    this.burst = burst;
  }

  /** Waits for one's turn. */
  void pass(TimeSource time) throws InterruptedException {
    Pause.of(time, Duration.ofNanos(reserve(time.nanoTime())));
  }

  /** Nobody may pass for so long: the service has said so. */
  synchronized void hold(TimeSource time, Duration duration) {
    long until = time.nanoTime() + duration.toNanos();
    begin(time.nanoTime());
    notBefore = until - notBefore > 0 ? until : notBefore;
  }

  /** How long to wait from now on, in nanoseconds. */
  synchronized long reserve(long now) {
    begin(now);
    long start = whole - now > 0 ? whole : now;
    whole = start + interval;
    long wait = Math.max(start - burst - now, notBefore - now);
    return Math.max(0, wait);
  }

  private void begin(long now) {
    if (!used) {
      used = true;
      whole = now;
      notBefore = now;
    }
  }
}
