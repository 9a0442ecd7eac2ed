package io.baton.dispatcher;

import java.time.Duration;

/**
 * Spreads the attempts of one route: no more than so many in any span of a length. It remembers
 * when the last ones began, so that none can be squeezed in where one period meets the next.
 * Thread-safe: guarded by itself.
 */
final class RateLimiter {

  /** So that sums of two spans never overflow. */
  private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

  private final long periodNanos;
  private final long[] begins;
  private int next;
  private boolean isFilled;

  RateLimiter(Rate rate) {
    periodNanos = Math.min(LONGEST_NANOS, Nanos.of(rate.period()));
    begins = new long[rate.attempts()];
  }

  /** Reserves the next place; gives the nanoseconds until its time has come. */
  synchronized long reserve(long now) {
    long free = isFilled ? begins[next] - now + periodNanos : 0;
    long wait = Math.clamp(free, 0, LONGEST_NANOS);
    begins[next] = now + wait;
    if (++next == begins.length) {
      next = 0;
      isFilled = true;
    }
    return wait;
  }

  /**
   * How often a route may call its agent.
   *
   * @param attempts how many attempts may begin within a period
   * @param period how long that is
   */
  record Rate(int attempts, Duration period) {

    static final int MOST_ATTEMPTS = 1_000_000;

    Rate {
      if (attempts < 1 || attempts > MOST_ATTEMPTS) {
        throw new IllegalArgumentException(
            "a rate must be from 1 to " + MOST_ATTEMPTS + " attempts, but is " + attempts);
      }
      if (!period.isPositive()) {
        throw new IllegalArgumentException("a rate's period must be positive, but is " + period);
      }
    }
  }
}
