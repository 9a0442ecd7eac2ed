package io.baton.dispatcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An agent's work that no interrupt ends. */
final class Stubborn {

  private Stubborn() {}

  /** Waits for a latch, not for ever, whatever interrupts come. */
  static void until(CountDownLatch latch) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    boolean isOpen = false;
    while (!isOpen) {
      try {
        isOpen = latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (!isOpen) {
          throw new IllegalStateException("the latch did not open within 20 s");
        }
      } catch (InterruptedException _) {
        // it goes on
      }
    }
  }
}
