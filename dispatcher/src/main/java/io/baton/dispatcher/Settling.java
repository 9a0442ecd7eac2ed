package io.baton.dispatcher;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The life of a delivery: it settles once, and its thread may leave before that, if the agent is
 * asynchronous. Whoever comes second of the two knows that the other was first.
 */
final class Settling {

  private static final int SETTLED = 1;
  private static final int LEFT = 2;

  private final AtomicInteger state = new AtomicInteger();

  /** Written by the one caller that settles, read by the same thread. */
  private boolean wasLeft;

  /** True for the one caller that settles it. */
  boolean settle() {
    int before = state.getAndUpdate(s -> s | SETTLED);
    if ((before & SETTLED) != 0) {
      return false;
    }
    wasLeft = (before & LEFT) != 0;
    return true;
  }

  /** The thread leaves; says whether the delivery had settled before. */
  boolean leave() {
    return (state.getAndUpdate(s -> s | LEFT) & SETTLED) != 0;
  }

  boolean isSettled() {
    return (state.get() & SETTLED) != 0;
  }

  /** Whether the thread had left when the delivery was settled. */
  boolean wasLeft() {
    return wasLeft;
  }
}
