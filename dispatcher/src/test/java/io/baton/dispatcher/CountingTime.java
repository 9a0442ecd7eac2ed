package io.baton.dispatcher;

import io.baton.agents.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The machine's clock, with timers that never fire: it shows which have not been withdrawn. */
final class CountingTime implements TimeSource {

  final Set<Object> waiting = ConcurrentHashMap.newKeySet();

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    var timer = new Object();
    waiting.add(timer);
    return () -> waiting.remove(timer);
  }
}
