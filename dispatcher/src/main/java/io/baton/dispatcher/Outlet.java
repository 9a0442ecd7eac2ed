package io.baton.dispatcher;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where the deliveries of one route run on other threads: each at once, or, where the route's
 * concurrency is limited, from a mailbox.
 */
final class Outlet {

  /** Stands for the executor until the first delivery tells whose it is. */
  private static final Executor NOWHERE =
      task -> {
        throw new IllegalStateException("nothing was delivered yet");
      };

  private final RouteSpec spec;
  private final LongAdder ended = new LongAdder();
  private final AtomicInteger resting = new AtomicInteger();
  private Executor executor = NOWHERE;
  private volatile @Nullable Mailbox mailbox;

  /** Written by the dispatcher's thread only. */
  private final AtomicLong begun = new AtomicLong();

  Outlet(RouteSpec spec) {
    this.spec = spec;
  }

  /** Hands a delivery over. Called by the dispatcher's thread only. */
  void submit(Engine engine, Delivery delivery) {
    if (executor == NOWHERE) {
      executor = engine.executor(spec);
      mailbox = spec.isLimited() ? new Mailbox(spec, executor, engine.intake()) : null;
    }
    begun.setRelease(begun.getPlain() + 1);
    engine.started();
    RunState run = delivery.message().run();
    if (run != null) {
      run.begin();
    }
    Mailbox box = mailbox;
    if (box == null) {
      execute(delivery);
    } else {
      box.add(delivery);
    }
  }

  private void execute(Delivery delivery) {
    try {
      executor.execute(delivery);
    } catch (Throwable e) {
      // An executor of the user's may refuse in any way; no thread may be to be had.
      delivery.fail(e);
    }
  }

  /**
   * An attempt has ended and another is to follow; called by whoever ended it, before the next can
   * begin. Says whether the permit is free meanwhile; on an ordered route the delivery keeps it.
   */
  boolean retrying(Delivery delivery) {
    resting.incrementAndGet();
    if (spec.isOrdered()) {
      return false;
    }
    Mailbox box = mailbox;
    if (box != null && delivery.wasLeft()) {
      box.resume();
    }
    return true;
  }

  /** The time of a further attempt has come. Called by the dispatcher's thread only. */
  void again(Delivery delivery) {
    resting.decrementAndGet();
    Mailbox box = mailbox;
    if (box == null) {
      execute(delivery);
    } else if (spec.isOrdered()) {
      box.goOn(delivery);
    } else {
      box.addAgain(delivery);
    }
  }

  /** A delivery has ended; called by whoever ended it. */
  void ended(Delivery delivery) {
    ended.increment();
    Mailbox box = mailbox;
    if (box != null && delivery.wasLeft()) {
      box.resume();
    }
  }

  boolean isFull() {
    Mailbox box = mailbox;
    return box != null && box.isFull();
  }

  long queued() {
    Mailbox box = mailbox;
    return box == null ? 0 : box.size();
  }

  long running() {
    long done = ended.sum();
    return Math.max(0, begun.getAcquire() - done - queued() - resting.get());
  }

  /** The deliveries that wait for a further attempt. */
  long resting() {
    return resting.get();
  }
}
