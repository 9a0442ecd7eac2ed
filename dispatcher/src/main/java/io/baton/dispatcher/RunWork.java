package io.baton.dispatcher;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many deliveries of each run one route has, queued and running. Thread-safe. */
final class RunWork {

  private final ConcurrentHashMap<RunState, Integer> deliveries = new ConcurrentHashMap<>();

  void begin(@Nullable RunState run) {
    if (run != null) {
      deliveries.merge(run, 1, Integer::sum);
    }
  }

  void end(@Nullable RunState run) {
    if (run != null) {
      deliveries.computeIfPresent(run, (_, number) -> number == 1 ? null : number - 1);
    }
  }

  boolean hasAny(RunState run) {
    return deliveries.containsKey(run);
  }
}
