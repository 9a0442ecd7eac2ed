package io.baton.agents.llm;

import io.baton.agents.TimeSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Waiting by a clock that is given. */
final class Pause {

  private Pause() {}

  static void of(TimeSource time, Duration duration) throws InterruptedException {
    if (!duration.isPositive()) {
      return;
    }
    var over = new CountDownLatch(1);
    TimeSource.Timer timer = time.schedule(duration, over::countDown);
    try {
      over.await();
    } finally {
      timer.cancel();
    }
  }
}
