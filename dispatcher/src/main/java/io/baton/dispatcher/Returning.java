package io.baton.dispatcher;

import java.util.concurrent.locks.LockSupport;

/** A thread of an agent that has waited without a permit and wants one, to go on. */
final class Returning {

  private final Thread thread = Thread.currentThread();
  private volatile boolean isGranted;

  void grant() {
    isGranted = true;
    LockSupport.unpark(thread);
  }

  /**
   * Waits for the permit. An interrupt does not end that, since the permit will come; it is kept.
   */
  void await() {
    boolean isInterrupted = false;
    while (!isGranted) {
      LockSupport.park(this);
      isInterrupted |= Thread.interrupted();
    }
    if (isInterrupted) {
      thread.interrupt();
    }
  }
}
