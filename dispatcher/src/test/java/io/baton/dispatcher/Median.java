package io.baton.dispatcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The median of several measurements, since one alone says little on a machine that is shared. */
final class Median {

  private Median() {}

  static Duration of(int tries, Measured measured) throws Exception {
    var times = new ArrayList<Duration>();
    for (int i = 0; i < tries; i++) {
      times.add(measured.measure());
    }
    return of(times);
  }

  static Duration ofTime(int tries, Timed timed) throws Exception {
    return of(
        tries,
        () -> {
          long start = System.nanoTime();
          timed.run();
          return Duration.ofNanos(System.nanoTime() - start);
        });
  }

  private static Duration of(List<Duration> times) {
    Collections.sort(times);
    return times.get(times.size() / 2);
  }

  /** Something that measures itself. */
  @FunctionalInterface
  interface Measured {
    Duration measure() throws Exception;
  }

  /** Something that is timed from its start to its end. */
  @FunctionalInterface
  interface Timed {
    void run() throws Exception;
  }
}
