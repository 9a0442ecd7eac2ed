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

  /** A thread that parks for a time wakes so much too late, or less. */
  private static final long EARLY_NANOS = 200_000;

  /** An event that is due is waited for so long. */
  private static final long LATE_NANOS = 300_000;

  private static final long AWAKE = 0;
  static final long FOR_EVER = Long.MAX_VALUE;

  private static final long UNPUBLISHED_NANOS = 20_000;
  private static final int UNPUBLISHED_SPINS = 200;

  private final WaitStrategy strategy;

  /** The number of the sleep that the thread is in; padded, since every producer reads it. */
  private final Sequence asleep = new Sequence(AWAKE);

  /** Confined to the thread that sleeps. A late waker must not take one sleep for another. */
  private long sleeps;

  private final Pace pace = new Pace();
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
    long sleep = asleep.get();
    if (sleep != AWAKE) {
      // In this order: if the stack of the caller ends here, the next one still sees the sleep.
      LockSupport.unpark(thread);
      asleep.compareAndSet(sleep, AWAKE);
    }
  }

  /** Waits until there may be work; may return early. */
  void await(BooleanSupplier hasWork) {
    switch (strategy) {
      case PARK -> park(hasWork, FOR_EVER);
      case BUSY_SPIN -> spin(hasWork, System.nanoTime() + SPIN_NANOS);
      case ADAPTIVE -> awaitAdaptively(hasWork);
    }
  }

  private void awaitAdaptively(BooleanSupplier hasWork) {
    if (!spin(hasWork, System.nanoTime() + SPIN_NANOS) && !awaitDue(hasWork)) {
      park(hasWork, FOR_EVER);
    }
    pace.came(System.nanoTime());
  }

  /** Is awake when the next event is due, if that is known; says whether it came. */
  private boolean awaitDue(BooleanSupplier hasWork) {
    if (!pace.isRegular()) {
      return false;
    }
    long early = pace.dueNanos() - EARLY_NANOS - System.nanoTime();
    return (early > 0 && park(hasWork, early)) || spin(hasWork, pace.dueNanos() + LATE_NANOS);
  }

  /** Parks until it is woken, or for a time; says whether there may be work. */
  boolean park(BooleanSupplier hasWork, long nanos) {
    long end = nanos == FOR_EVER ? FOR_EVER : System.nanoTime() + nanos;
    boolean isInTime = true;
    announceSleep();
    while (isInTime && !hasWork.getAsBoolean()) {
      if (nanos == FOR_EVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, end - System.nanoTime());
        isInTime = end - System.nanoTime() > 0;
      }
      // An interrupt has no meaning here, and would make every further park return at once.
      Thread.interrupted();
      announceSleep();
    }
    asleep.set(AWAKE);
    return hasWork.getAsBoolean();
  }

  /** Anew before each look for work that may be followed by sleep: a waker takes it back. */
  private void announceSleep() {
    asleep.set(++sleeps);
    VarHandle.fullFence();
  }

  /**
   * Waits for a producer that has claimed a slot and was preempted before it published it. There is
   * no wake-up for that, so after some spinning it parks for a short time.
   */
  void awaitPublication(int round) {
    if (round < UNPUBLISHED_SPINS || strategy == WaitStrategy.BUSY_SPIN) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(this, UNPUBLISHED_NANOS);
    }
  }

  /** Whether there is work within about the time that it would take to be woken. */
  static boolean isSoon(BooleanSupplier hasWork) {
    return spin(hasWork, System.nanoTime() + SPIN_NANOS);
  }

  private static boolean spin(BooleanSupplier hasWork, long endNanos) {
    do {
      for (int i = 0; i < SPINS_PER_CLOCK; i++) {
        if (hasWork.getAsBoolean()) {
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - endNanos < 0);
    return false;
  }
}
