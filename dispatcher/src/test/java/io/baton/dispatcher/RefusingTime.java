package io.baton.dispatcher;

import io.baton.agents.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock without timers. */
final class RefusingTime implements TimeSource {

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    throw new IllegalStateException("no timers today");
  }
}
