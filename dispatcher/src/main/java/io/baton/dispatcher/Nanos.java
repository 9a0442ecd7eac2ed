package io.baton.dispatcher;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations in nanoseconds, the longest being what a timer can count: about 292 years. */
final class Nanos {

  private Nanos() {}

  static long of(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  /** How long to wait for something; not at all if the duration is negative. */
  static long ofWait(Duration timeout) {
    return Math.max(0, of(timeout));
  }

  /** The duration itself, or the longest that a timer can count. */
  static Duration countable(Duration duration) {
    return Duration.ofNanos(of(duration));
  }
}
