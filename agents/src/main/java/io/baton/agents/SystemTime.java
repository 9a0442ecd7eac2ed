package io.baton.agents;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's clock. One daemon thread runs the timers; it ends after ten idle seconds. */
final class SystemTime implements TimeSource {

  static final SystemTime INSTANCE = new SystemTime();

  private final ScheduledThreadPoolExecutor timer;

  private SystemTime() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("baton-timer").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long epochMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    var future = timer.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }
}
