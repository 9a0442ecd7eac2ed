package io.baton.dispatcher;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where the deliveries of one route leave the dispatcher's thread, which alone hands them in, for
 * other threads.
 */
abstract sealed class Outlet permits BatchOutlet, SingleOutlet {

  private final RouteSpec spec;
  private final boolean hasLanes;
  private final LongAdder ended = new LongAdder();
  private final AtomicInteger resting = new AtomicInteger();

  /** What waits here; null until the first delivery, and where nothing ever waits. */
  private volatile @Nullable Backlog backlog;

  /** Written by the dispatcher's thread only. */
  private final AtomicLong begun = new AtomicLong();

  // Confined to the dispatcher's thread.
  private boolean isOpen;
  private @Nullable Droppable droppable;

  Outlet(RouteSpec spec) {
    this.spec = spec;
    hasLanes = spec.flow().hasLanes();
  }

  static Outlet of(RouteSpec spec) {
    return spec.agent() instanceof Batching batching
        ? new BatchOutlet(spec, batching)
        : new SingleOutlet(spec);
  }

  final RouteSpec spec() {
    return spec;
  }

  /** Prepares for the first delivery; gives what counts those that wait, if any ever do. */
  abstract @Nullable Backlog open(Engine engine);

  /** Takes a delivery that waits for nothing. */
  abstract void start(Delivery delivery);

  /** Takes a delivery that may have to wait; the backlog has counted it. */
  abstract void enqueue(Delivery delivery);

  /** Takes a delivery out again; false if it does not wait any more. */
  abstract boolean withdraw(Delivery delivery);

  /** A delivery that has ended leaves what it held. */
  abstract void leave(Delivery delivery);

  /**
   * An attempt has ended and another is to follow; called by whoever ended it, before the next can
   * begin. Says whether the permit is free meanwhile. On an ordered route the delivery keeps its
   * place in the order.
   */
  abstract boolean rest(Delivery delivery);

  /** A delivery that has rested is to be tried again, before those that wait. */
  abstract void rouse(Delivery delivery);

  /** The agent of a delivery is about to wait, and gives its permit away. */
  abstract void lend(Delivery delivery);

  /** The agent of a delivery has waited, and goes on when it has a permit again. */
  abstract void takeBack(Delivery delivery);

  /** Hands a delivery over. Called by the dispatcher's thread only. */
  final void submit(Engine engine, Delivery delivery) {
    if (!isOpen) {
      isOpen = true;
      backlog = open(engine);
      droppable = mayDrop() ? new Droppable() : null;
    }
    if (hasLanes && !findLane(engine, delivery)) {
      return;
    }
    begun.setRelease(begun.getPlain() + 1);
    engine.started();
    RunState run = delivery.message().run();
    if (run != null) {
      run.begin();
    }
    Backlog waiting = backlog;
    if (waiting == null) {
      start(delivery);
    } else {
      enqueue(engine, delivery, waiting);
    }
  }

  private boolean mayDrop() {
    Backlog waiting = backlog;
    return waiting != null && !waiting.overflow().isAtTheDoor();
  }

  /** Finds the lane of a delivery; says whether its key could be found out. */
  private boolean findLane(Engine engine, Delivery delivery) {
    try {
      delivery.lane = spec.flow().lane(delivery.message());
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // A function of the user's on the dispatcher's thread: it fails this delivery only.
      engine.failures().bury(delivery.message(), delivery.route(), 0, e);
      return false;
    }
    if (delivery.lane == null) {
      engine.tally().unkeyed();
    }
    return true;
  }

  private void enqueue(Engine engine, Delivery delivery, Backlog waiting) {
    boolean isRoot = delivery.message().isRoot();
    if (waiting.isAtBound()) {
      if (!isRoot) {
        engine.tally().beyondBound();
      } else if (droppable != null && !makeRoom(droppable, waiting)) {
        delivery.lane = null;
        delivery.drop();
        return;
      }
    }
    waiting.add();
    delivery.traces().queued();
    if (isRoot && waiting.overflow() == Overflow.DROP_OLDEST && droppable != null) {
      droppable.add(delivery);
    }
    enqueue(delivery);
  }

  /** Drops the oldest delivery from outside, if the route wants that and there is one. */
  private boolean makeRoom(Droppable oldestFirst, Backlog waiting) {
    for (var old = oldestFirst.poll(); old != null; old = oldestFirst.poll()) {
      if (withdraw(old)) {
        waiting.remove();
        old.drop();
        return true;
      }
    }
    return false;
  }

  final boolean retrying(Delivery delivery) {
    resting.incrementAndGet();
    return rest(delivery);
  }

  /** The time of a further attempt has come. Called by the dispatcher's thread only. */
  final void again(Delivery delivery) {
    resting.decrementAndGet();
    rouse(delivery);
  }

  /** A delivery has ended; called by whoever ended it. */
  final void ended(Delivery delivery) {
    ended.increment();
    leave(delivery);
  }

  final boolean isFull() {
    Backlog waiting = backlog;
    return waiting != null && waiting.isFull();
  }

  final long queued() {
    Backlog waiting = backlog;
    return waiting == null ? 0 : waiting.size();
  }

  final long running() {
    long done = ended.sum();
    return Math.max(0, begun.getAcquire() - done - queued() - resting.get());
  }

  /** The deliveries that wait for a further attempt. */
  final long resting() {
    return resting.get();
  }
}
