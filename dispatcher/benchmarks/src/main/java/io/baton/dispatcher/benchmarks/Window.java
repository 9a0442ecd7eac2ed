package io.baton.dispatcher.benchmarks;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What a producer has begun and not yet awaited, of which so much may be open at once. Confined to
 * the producer's thread.
 */
final class Window<T> {

  private static final int MOST_OPEN = 1_000;

  private final Queue<T> open = new ArrayDeque<>(MOST_OPEN);
  private final Waiting<T> waiting;

  Window(Waiting<T> waiting) {
    this.waiting = waiting;
  }

  /** Adds what has just begun; waits for the oldest first, if too much is open. */
  void add(T begun) {
    if (open.size() == MOST_OPEN) {
      awaitOldest();
    }
    open.add(begun);
  }

  void awaitAll() {
    while (!open.isEmpty()) {
      awaitOldest();
    }
  }

  private void awaitOldest() {
    try {
      waiting.await(open.remove());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while " + open.size() + " more are open", e);
    }
  }

  /** Waits for one, and checks how it ended. */
  @FunctionalInterface
  interface Waiting<T> {
    void await(T begun) throws InterruptedException;
  }
}
