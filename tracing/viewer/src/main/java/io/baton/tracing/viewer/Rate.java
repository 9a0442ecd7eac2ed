package io.baton.tracing.viewer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How often something has happened in the last ticks. Guarded by the lock of its picture. */
final class Rate {

  private final long[] ticks;
  private int at;

  /** A rate over so many ticks. */
  Rate(int ticks) {
    this.ticks = new long[ticks];
  }

  void add(long count) {
    ticks[at] += count;
  }

  void tick() {
    at = (at + 1) % ticks.length;
    ticks[at] = 0;
  }

  long sum() {
    return Arrays.stream(ticks).sum();
  }

  double perSecond() {
    double seconds = ticks.length * Ticker.PERIOD.toMillis() / 1e3;
    return Math.round(sum() / seconds * 10) / 10.0;
  }

  /** The counts, the oldest first. */
  List<Long> history() {
    return IntStream.range(0, ticks.length)
        .mapToObj(i -> ticks[(at + 1 + i) % ticks.length])
        .toList();
  }

  /** The count of this tick. */
  long now() {
    return ticks[at];
  }
}
