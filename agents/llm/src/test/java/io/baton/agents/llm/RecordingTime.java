package io.baton.agents.llm;

import io.baton.agents.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock on which waiting takes no time: it writes each wait down and moves on by it. What is
 * longer than an hour never comes.
 */
final class RecordingTime implements TimeSource {

  static final Duration NEVER = Duration.ofHours(2);

  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();

  List<Duration> waits() {
    return waits;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos.get());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    if (delay.compareTo(Duration.ofHours(1)) < 0) {
      waits.add(delay);
      nanos.addAndGet(delay.toNanos());
      Thread.startVirtualThread(task);
    }
    return () -> {};
  }
}
