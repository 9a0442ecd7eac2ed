package io.baton.dispatcher;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The life of an attempt in one word: it settles once, and its thread leaves the agent. Who settles
 * it from outside interrupts the thread in the same step, only while that is still in the agent,
 * and the thread does not go on to anything else before the interrupt has arrived. So an interrupt
 * never reaches what comes next on the same thread.
 */
final class Settling {

  private static final int SETTLED = 1;
  private static final int LEFT = 2;
  private static final int STOPPED = 4;
  private static final int INTERRUPTING = 8;

  private final AtomicInteger state = new AtomicInteger();

  /** True for the one caller that settles it. */
  boolean settle() {
    return (state.getAndUpdate(s -> s | SETTLED) & SETTLED) == 0;
  }

  /**
   * Settles it because it must not go on; true for the one caller that settles it.
   *
   * @param thread the thread that made it, which is interrupted if it is still in the agent and is
   *     not the caller's
   */
  boolean stop(Thread thread) {
    boolean isOwn = thread.equals(Thread.currentThread());
    int before = state.getAndUpdate(s -> stopped(s, isOwn));
    if ((before & SETTLED) != 0) {
      return false;
    }
    if (!isOwn && (before & LEFT) == 0) {
      try {
        thread.interrupt();
      } finally {
        state.getAndUpdate(s -> s & ~INTERRUPTING);
      }
    }
    return true;
  }

  private static int stopped(int state, boolean isOwn) {
    if ((state & SETTLED) != 0) {
      return state;
    }
    boolean isInside = !isOwn && (state & LEFT) == 0;
    return state | SETTLED | STOPPED | (isInside ? INTERRUPTING : 0);
  }

  /**
   * The thread leaves the agent: from now on it is interrupted no more. Says whether it settled.
   */
  @SuppressWarnings("ThreadPriorityCheck") // to spin could keep the interrupter from its carrier
  boolean leave() {
    boolean isSettled = (state.getAndUpdate(s -> s | LEFT) & SETTLED) != 0;
    while ((state.get() & INTERRUPTING) != 0) {
      Thread.yield(); // a few instructions of another thread
    }
    return isSettled;
  }

  /** Whether the thread has left the agent. */
  boolean isLeft() {
    return (state.get() & LEFT) != 0;
  }

  boolean isSettled() {
    return (state.get() & SETTLED) != 0;
  }

  /** Whether it was settled because it must not go on. */
  boolean isStopped() {
    return (state.get() & STOPPED) != 0;
  }
}
