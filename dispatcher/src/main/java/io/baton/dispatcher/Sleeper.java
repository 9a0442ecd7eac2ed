package io.baton.dispatcher;

import com.lmax.disruptor.Sequence;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How the dispatcher's thread waits and is woken. The thread announces that it sleeps, passes a
 * full fence, looks once more for work, and parks; whoever makes work does so with a full fence
 * (the claim of a slot, the push to the inbox) and then reads the announcement. So one sees the
 * other.
 */
final class Sleeper {

  /** Looking again costs less than a wake-up for about this long. */
  private static final long SPIN_NANOS = 46_000;

  private static final int SPINS_PER_CLOCK = 32;

  private static final long UNPUBLISHED_NANOS = 20_000;
  private static final int UNPUBLISHED_SPINS = 200;

  /** Of a third of a second in all, at least. */
  private static final int MOST_UNPUBLISHED_ROUNDS = 16_000;

  private final WaitStrategy strategy;

  /** 1 while the thread sleeps, or is about to. A padded cell, since every producer reads it. */
  private final Sequence sleeping = new Sequence(0);

  private volatile Thread thread = Thread.currentThread();

  Sleeper(WaitStrategy strategy) {
    this.strategy = strategy;
  }

  /** Makes the current thread the one that sleeps. */
  void adopt() {
    thread = Thread.currentThread();
  }

  /** Wakes the dispatcher's thread if it sleeps; cheap if it does not. */
  void wake() {
    if (sleeping.get() == 1 && sleeping.compareAndSet(1, 0)) {
      LockSupport.unpark(thread);
    }
  }

  /** Waits until there may be work; may return early. */
  void await(BooleanSupplier hasWork) {
    if (strategy != WaitStrategy.PARK && spin(hasWork, strategy == WaitStrategy.BUSY_SPIN)) {
      return;
    }
    sleeping.set(1);
    VarHandle.fullFence();
    while (sleeping.get() == 1 && !hasWork.getAsBoolean()) {
      LockSupport.park(this);
      // An interrupt has no meaning here, and would make every further park return at once.
      Thread.interrupted();
    }
    sleeping.set(0);
  }

  /**
   * Waits for a producer that has claimed a slot and was preempted before it published it. There is
   * no wake-up for that, so after some spinning it parks for a short time. False when that has gone
   * on for long, and nobody will publish it any more.
   */
  boolean awaitPublication(int round) {
    if (round < UNPUBLISHED_SPINS || strategy == WaitStrategy.BUSY_SPIN) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(this, UNPUBLISHED_NANOS);
    }
    return round < MOST_UNPUBLISHED_ROUNDS;
  }

  /** Whether there is work within about the time that it would take to be woken. */
  boolean isSoon(BooleanSupplier hasWork) {
    return spin(hasWork, false);
  }

  private boolean spin(BooleanSupplier hasWork, boolean forEver) {
    long end = System.nanoTime() + SPIN_NANOS;
    do {
      for (int i = 0; i < SPINS_PER_CLOCK; i++) {
        if (hasWork.getAsBoolean()) {
          return true;
        }
        Thread.onSpinWait();
      }
    } while (forEver || System.nanoTime() < end);
    return false;
  }
}
