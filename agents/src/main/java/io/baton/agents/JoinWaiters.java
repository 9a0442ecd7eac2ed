package io.baton.agents;

import io.baton.events.CorrelationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Who waits for the join of a correlation. Guarded by the store's lock. */
final class JoinWaiters {

  private final Map<CorrelationId, List<Waiter>> waiters = new HashMap<>();

  Waiter add(CorrelationId correlation) {
    var waiter = new Waiter();
    waiters.computeIfAbsent(correlation, _ -> new ArrayList<>(1)).add(waiter);
    return waiter;
  }

  void remove(CorrelationId correlation, Waiter waiter) {
    waiters.computeIfPresent(
        correlation,
        (_, all) -> {
          all.remove(waiter);
          return all.isEmpty() ? null : all;
        });
  }

  /** Wakes whoever waits for a join that has closed. */
  void closed(JoinClosing join) {
    if (!waiters.isEmpty()) {
      List<Waiter> all = waiters.remove(join.correlationId());
      if (all != null) {
        Parts parts = join.parts();
        all.forEach(waiter -> waiter.wake(parts));
      }
    }
  }

  /** One thread that waits. */
  static final class Waiter {

    private final CountDownLatch woken = new CountDownLatch(1);
    private volatile @Nullable Parts parts;

    CountDownLatch woken() {
      return woken;
    }

    /** What it was woken with. */
    @Nullable Parts parts() {
      return parts;
    }

    private void wake(Parts joined) {
      parts = joined;
      woken.countDown();
    }
  }
}
