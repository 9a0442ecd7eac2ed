package io.baton.dispatcher.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How many events each of some agents is to see, and the instant at which all have. Armed before a
 * round, counted by one thread, which the publication of the events orders after the arming.
 */
final class Goal {

  private final Count[] counts;
  private final int seenBy;
  private int units;
  private CountDownLatch reached = new CountDownLatch(0);

  /**
   * A goal of agents that share the units of a round evenly.
   *
   * @param seenBy how many of the agents see each number
   */
  Goal(int agents, int seenBy) {
    this.seenBy = seenBy;
    counts = Stream.generate(() -> new Count(this)).limit(agents).toArray(Count[]::new);
  }

  Count count(int agent) {
    return counts[agent];
  }

  /** Expects so many units, of the numbers from 0 on. */
  void arm(int units) {
    if (units % counts.length != 0) {
      throw new IllegalArgumentException(
          "units must be a multiple of " + counts.length + ", but is " + units);
    }
    this.units = units;
    reached = new CountDownLatch(counts.length);
    for (var count : counts) {
      count.arm(units / counts.length);
    }
  }

  void await() throws InterruptedException {
    if (!reached.await(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          "a minute has passed, and agents still miss events: "
              + Stream.of(counts).map(count -> Integer.toString(count.left())).toList());
    }
  }

  /** Checks that each number was seen as often as it should; when nothing is under way any more. */
  void check() {
    long sum = 0;
    for (var count : counts) {
      if (count.left() != 0) {
        throw new IllegalStateException("an agent saw " + -count.left() + " events too many");
      }
      sum += count.sum();
    }
    long numbers = units / seenBy;
    long expected = seenBy * numbers * (numbers - 1) / 2;
    if (sum != expected) {
      throw new IllegalStateException("the sum must be " + expected + ", but is " + sum);
    }
  }

  void reached() {
    reached.countDown();
  }
}
