package io.baton.dispatcher;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where the deliveries of one route run on other threads: each at once, or, where the route's
 * concurrency is limited, from a mailbox.
 */
final class Outlet {

  private final RouteSpec spec;
  private final LongAdder ended = new LongAdder();
  private @Nullable Executor executor;
  private volatile @Nullable Mailbox mailbox;

  /** Written by the dispatcher's thread only. */
  private final AtomicLong begun = new AtomicLong();

  Outlet(RouteSpec spec) {
    this.spec = spec;
  }

  /** Hands a delivery over. Called by the dispatcher's thread only. */
  void submit(Engine engine, Delivery delivery) {
    if (executor == null) {
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
    if (box != null) {
      box.add(delivery);
      return;
    }
    try {
      executor.execute(delivery);
    } catch (Throwable e) {
      // An executor of the user's may refuse in any way; no thread may be to be had.
      delivery.fail(e);
    }
  }

  /** A delivery has settled; called by whoever settled it. */
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
    return Math.max(0, begun.getAcquire() - done - queued());
  }
}
