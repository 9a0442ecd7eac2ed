package io.baton.agents;

import io.baton.agents.JoinObserver.Fate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts for one store: written by one thread at a time, or with its lock; read by any. */
final class JoinTally {

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong completed = new AtomicLong();

  // The maps themselves are never changed.
  private final Map<Closed, AtomicLong> closed = new EnumMap<>(Closed.class);
  private final Map<Fate, AtomicLong> dropped = new EnumMap<>(Fate.class);

  private final AtomicLong reopened = new AtomicLong();
  private final AtomicLong forgotten = new AtomicLong();

  JoinTally() {
    for (var reason : Closed.values()) {
      closed.put(reason, reason == Closed.COMPLETE ? completed : new AtomicLong());
    }
    for (var fate : Fate.values()) {
      dropped.put(fate, new AtomicLong());
    }
  }

  void open(int now) {
    open.setRelease(now);
  }

  int open() {
    return open.getAcquire();
  }

  void closed(Closed reason) {
    add(reason == Closed.COMPLETE ? completed : Objects.requireNonNull(closed.get(reason)), 1);
  }

  void dropped(Fate fate, int parts) {
    add(Objects.requireNonNull(dropped.get(fate)), parts);
  }

  void reopened() {
    add(reopened, 1);
  }

  void forgotten() {
    add(forgotten, 1);
  }

  long reopenedSum() {
    return reopened.getAcquire();
  }

  long forgottenSum() {
    return forgotten.getAcquire();
  }

  JoinCounts counts() {
    return new JoinCounts(
        open(),
        sum(Closed.COMPLETE),
        sum(Closed.TIMED_OUT),
        sum(Closed.STARVED),
        sum(Closed.FAILED),
        sum(Closed.EVICTED),
        sum(Closed.CANCELLED),
        sum(Fate.LATE),
        sum(Fate.DUPLICATE),
        sum(Fate.SUPERFLUOUS),
        reopenedSum(),
        forgottenSum());
  }

  private long sum(Closed reason) {
    return Objects.requireNonNull(closed.get(reason)).getAcquire();
  }

  private long sum(Fate fate) {
    return Objects.requireNonNull(dropped.get(fate)).getAcquire();
  }

  private static void add(AtomicLong count, int more) {
    count.setRelease(count.getPlain() + more);
  }
}
