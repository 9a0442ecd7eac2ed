package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs tasks at the same time, and says where they are when they do not end. */
final class Crew {

  private Crew() {}

  /** A task that knows its number. */
  @FunctionalInterface
  interface Task {
    void run(int number) throws Exception;
  }

  /** Runs a task so many times at once, on platform threads, and waits for all. */
  static void together(int threads, Duration limit, Task task) throws Exception {
    var barrier = new CyclicBarrier(threads);
    var crew = new ArrayList<FutureTask<Void>>();
    var members = new ArrayList<Thread>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      var work =
          new FutureTask<Void>(() -> {
            barrier.await();
            task.run(number);
            return null;
          });
      crew.add(work);
      members.add(Thread.ofPlatform().daemon().name("crew-" + i).start(work));
    }
    long end = System.nanoTime() + limit.toNanos();
    for (int i = 0; i < threads; i++) {
      try {
        crew.get(i).get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        throw new AssertionError(
            members.get(i).getName()
                + " has not ended within "
                + limit
                + ", but is at "
                + Arrays.toString(members.get(i).getStackTrace()));
      }
    }
  }

  /** How often to repeat something: much more often if the property {@code baton.soak} is set. */
  static int rounds(int usual) {
    return usual * Integer.getInteger("baton.soak", 1);
  }

  /** Waits for a drain that must not have been ended by its time limit. */
  static DrainReport drain(AsyncDispatcher dispatcher) throws InterruptedException {
    return drain(dispatcher, Duration.ofSeconds(10));
  }

  private static DrainReport drain(AsyncDispatcher dispatcher, Duration limit)
      throws InterruptedException {
    long began = System.nanoTime();
    DrainReport report = dispatcher.awaitDrained(limit);
    assertThat(report.drained()).as("%s", report).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .as("drained, but nobody was told")
        .isLessThan(limit);
    return report;
  }
}
