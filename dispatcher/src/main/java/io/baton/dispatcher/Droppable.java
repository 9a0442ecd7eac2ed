package io.baton.dispatcher;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries from outside that wait for one route, the oldest first, among others that wait no
 * more. Confined to the dispatcher's thread.
 */
final class Droppable {

  private static final int SMALL = 64;

  private final ArrayDeque<Delivery> deliveries = new ArrayDeque<>();
  private int sweepAt = SMALL;

  void add(Delivery delivery) {
    while (!deliveries.isEmpty() && deliveries.getFirst().isTaken) {
      deliveries.removeFirst();
    }
    if (deliveries.size() >= sweepAt) {
      // One that waits long must not keep all those behind it.
      deliveries.removeIf(old -> old.isTaken);
      sweepAt = Math.max(SMALL, 2 * deliveries.size());
    }
    deliveries.add(delivery);
  }

  /** Takes the oldest that may still wait; null if there is none. */
  @Nullable Delivery poll() {
    Delivery oldest = deliveries.poll();
    while (oldest != null && oldest.isTaken) {
      oldest = deliveries.poll();
    }
    return oldest;
  }
}
