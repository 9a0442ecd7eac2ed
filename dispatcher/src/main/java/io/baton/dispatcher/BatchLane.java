package io.baton.dispatcher;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that wait for a batch, in their order. If the lane is ordered, nothing of it is taken
 * while a batch holds it, and nothing new while one of its deliveries rests until it is tried
 * again. Confined to the dispatcher's thread.
 */
final class BatchLane {

  private final @Nullable Object key;
  private final ArrayDeque<Delivery> again = new ArrayDeque<>(0);
  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>(2);
  private boolean isHeld;
  private int resting;

  /** Whether it stands among those that may be taken from. */
  boolean isListed;

  /** How many of it are counted as ready. */
  int counted;

  /** A lane with a key is ordered; the one without is not. */
  BatchLane(@Nullable Object key) {
    this.key = key;
  }

  @Nullable Object key() {
    return key;
  }

  void add(Delivery delivery) {
    waiting.add(delivery);
  }

  boolean remove(Delivery delivery) {
    return waiting.remove(delivery);
  }

  /** How many could be taken now. */
  int ready() {
    if (key == null) {
      return again.size() + waiting.size();
    }
    if (isHeld) {
      return 0;
    }
    return again.size() + (resting > 0 ? 0 : waiting.size());
  }

  /** Takes as many as there are, up to a number in all. */
  void takeInto(List<Delivery> taken, int most) {
    for (int i = ready(); i > 0 && taken.size() < most; i--) {
      taken.add(again.isEmpty() ? waiting.remove() : again.remove());
    }
    isHeld = true;
  }

  void letGo() {
    isHeld = false;
  }

  void rests() {
    resting++;
  }

  /** One that rested has ended without a batch. */
  void restedOut() {
    resting--;
  }

  void again(Delivery delivery) {
    resting--;
    again.add(delivery);
  }

  boolean isEmpty() {
    return !isHeld && resting <= 0 && again.isEmpty() && waiting.isEmpty();
  }
}
