package io.baton.dispatcher;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A thread of an agent that has waited without a permit and wants one, to go on. */
final class Returning {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Thread thread = Thread.currentThread();
  private volatile boolean isGranted;

  void grant() {
    isGranted = true;
    LockSupport.unpark(thread);
  }

  /**
   * Waits for the permit, or until nobody can give it any more. An interrupt does not end that,
   * since the permit will come; it is kept.
   */
  void await(BooleanSupplier isInVain) {
    boolean isInterrupted = false;
    while (!isGranted && !isInVain.getAsBoolean()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      isInterrupted |= Thread.interrupted();
    }
    if (isInterrupted) {
      thread.interrupt();
    }
  }
}
