package io.baton.dispatcher;

import io.baton.events.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the agents of tests do. */
final class Work {

  private Work() {}

  /** Takes a time, and nothing of the processor. */
  static void lasting(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Waits for a latch, not for ever. */
  static void until(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the latch did not open within 20 s");
    }
  }

  /** A wrong answer that checked code could not give. */
  @SuppressWarnings("NullAway") // the mistake that the test is about
  static List<Event> answeringNull() {
    return null;
  }

  /** An answer that holds a null, second of two. */
  static List<Event> answeringNullAfter(Event first) {
    Event[] events = new Event[2];
    events[0] = first;
    return Arrays.asList(events);
  }
}
