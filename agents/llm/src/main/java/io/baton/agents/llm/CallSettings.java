package io.baton.agents.llm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a model is called for one answer.
 *
 * @param limits how long a call may take
 * @param attempts how often it is made, if it fails in a way that may pass
 * @param firstWait how long to wait before the second time; twice as long before each further one
 * @param longestWait how long to wait at most
 * @param takesCutOff whether an answer is taken that reached the limit of tokens
 * @param budget what a run may spend; null for any amount
 */
record CallSettings(
    CallLimits limits,
    int attempts,
    Duration firstWait,
    Duration longestWait,
    boolean takesCutOff,
    @Nullable Budget budget) {

  static final CallSettings USUAL =
      new CallSettings(
          CallLimits.USUAL, 3, Duration.ofMillis(500), Duration.ofSeconds(60), false, null);

  /**
   * How long to wait after an attempt, somewhere between half and all of what its number asks for.
   *
   * @param failed the number of the attempt that failed, from 1
   * @param seed spreads the waits of those that fail together
   */
  Duration waitAfter(int failed, int seed) {
    Duration wait = firstWait;
    for (int i = 1; i < failed && wait.compareTo(longestWait) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    double part = 0.5 + (Integer.toUnsignedLong(seed * 0x9E3779B9 + failed) % 512) / 1024.0;
    return Duration.ofNanos((long) (bounded(wait).toNanos() * part));
  }

  /** A wait, or the longest that there may be. */
  Duration bounded(Duration wait) {
    return wait.compareTo(longestWait) < 0 ? wait : longestWait;
  }

  CallSettings limits(CallLimits other) {
    return new CallSettings(other, attempts, firstWait, longestWait, takesCutOff, budget);
  }

  CallSettings attempts(int most) {
    return new CallSettings(limits, most, firstWait, longestWait, takesCutOff, budget);
  }

  CallSettings waits(Duration first, Duration longest) {
    return new CallSettings(limits, attempts, first, longest, takesCutOff, budget);
  }

  CallSettings takingCutOff() {
    return new CallSettings(limits, attempts, firstWait, longestWait, true, budget);
  }

  CallSettings budget(Budget other) {
    return new CallSettings(limits, attempts, firstWait, longestWait, takesCutOff, other);
  }
}
