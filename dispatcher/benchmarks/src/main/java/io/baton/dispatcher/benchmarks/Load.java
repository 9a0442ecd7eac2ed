package io.baton.dispatcher.benchmarks;

import java.util.concurrent.CountDownLatch;

/** What a producer's thread does in a round: units {@code from} to {@code to}, exclusively. */
@FunctionalInterface
interface Load {

  void produce(int from, int to);

  /**
   * Runs it on so many platform threads, each of which takes a share.
   *
   * @return nanoseconds from the common start to the goal
   */
  default long run(int producers, int units, Goal goal) throws InterruptedException {
    var start = new CountDownLatch(1);
    var threads = new Thread[producers];
    for (int i = 0; i < producers; i++) {
      int from = (int) ((long) units * i / producers);
      int to = (int) ((long) units * (i + 1) / producers);
      threads[i] =
          Thread.ofPlatform()
              .name("producer-" + i)
              .start(() -> {
                awaitQuietly(start);
                produce(from, to);
              });
    }
    long begin = System.nanoTime();
    start.countDown();
    goal.await();
    long end = System.nanoTime();
    for (var thread : threads) {
      thread.join();
    }
    return end - begin;
  }

  private static void awaitQuietly(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
