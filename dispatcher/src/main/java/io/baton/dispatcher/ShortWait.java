package io.baton.dispatcher;

import java.util.function.BooleanSupplier;

/**
 * Looks again for a while before a thread parks, since to wake it takes tens of microseconds: some
 * longer than the last wait of this kind took, and hardly at all if that was long. Thread-safe.
 */
final class ShortWait {

  private static final long MOST_NANOS = 1_000_000;
  private static final long FIRST_NANOS = 50_000;
  private static final long LEAST_NANOS = 2_000;
  private static final int SPINS_PER_CLOCK = 16;
  private static final boolean IS_ALONE = Runtime.getRuntime().availableProcessors() == 1;

  private volatile long patienceNanos = FIRST_NANOS;

  /** Looks until something is done, or it takes too long. */
  void until(BooleanSupplier isDone) {
    if (IS_ALONE || Thread.currentThread().isVirtual()) {
      return;
    }
    long end = System.nanoTime() + patienceNanos;
    do {
      for (int i = 0; i < SPINS_PER_CLOCK; i++) {
        if (isDone.getAsBoolean()) {
          return;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - end < 0);
  }

  /** A wait has taken so long in all. */
  void took(long nanos) {
    patienceNanos = nanos > MOST_NANOS ? LEAST_NANOS : Math.max(LEAST_NANOS, nanos + nanos / 2);
  }
}
