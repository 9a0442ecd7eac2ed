package io.baton.tracing.viewer;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something four times a second, on a platform thread that keeps no program alive. */
final class Ticker implements AutoCloseable {

  static final Duration PERIOD = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("baton-viewer-ticks").factory());

  /** How many ticks there are in a time. */
  static int ticks(Duration duration) {
    return Math.toIntExact(duration.toMillis() / PERIOD.toMillis());
  }

  void start(Runnable action) {
    var _ =
        thread.scheduleWithFixedDelay(
            () -> safely(action), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** One failure must not end all further ticks. */
  private static void safely(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("viewer=failed tick=skipped", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
