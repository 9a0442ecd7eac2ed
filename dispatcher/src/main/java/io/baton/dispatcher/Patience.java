package io.baton.dispatcher;

/**
 * How long the dispatcher's thread lets events gather before it looks again. To look at the ring
 * for each event takes its cache line away from the producers each time; to look for every dozen is
 * several times faster for both. Patience grows while batches grow, and is given up when they do
 * not, so that a single event never waits. Confined to the dispatcher's thread.
 */
final class Patience {

  private static final int LONGEST = 256;
  private static final int WORTHWHILE = 8;

  private int pauses;

  /** Pauses after a batch of so many events, with which the ring is empty. */
  void after(int events) {
    if (events >= WORTHWHILE) {
      pauses = Math.min(LONGEST, pauses * 2 + 1);
    } else {
      pauses /= 2;
    }
    for (int i = pauses; i > 0; i--) {
      Thread.onSpinWait();
    }
  }
}
