package io.baton.dispatcher;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that wait for a route of limited concurrency, and the permits to work on them. Whoever
 * holds a permit takes delivery after delivery and gives the permit back when there is none left;
 * it then looks once more, so that what was added in between is not forgotten.
 */
final class Mailbox {

  private final ConcurrentLinkedQueue<Delivery> waiting = new ConcurrentLinkedQueue<>();

  /** Those that are to be tried again, before all others. */
  private final ConcurrentLinkedQueue<Delivery> again = new ConcurrentLinkedQueue<>();

  /** Agents that have given their permit away while they waited, and want one to go on. */
  private final ConcurrentLinkedQueue<Returning> returning = new ConcurrentLinkedQueue<>();

  private final Backlog backlog;
  private final AtomicInteger permits;
  private final Executor executor;

  Mailbox(int permits, Backlog backlog, Executor executor) {
    this.permits = new AtomicInteger(permits);
    this.backlog = backlog;
    this.executor = executor;
  }

  /** Adds a delivery, which the backlog has counted. */
  void add(Delivery delivery) {
    add(delivery, waiting);
  }

  /** Adds a delivery that is to be tried again, and that the backlog has counted. */
  void addAgain(Delivery delivery) {
    add(delivery, again);
  }

  private void add(Delivery delivery, Queue<Delivery> queue) {
    queue.add(delivery);
    if (acquire()) {
      resume();
    }
  }

  /** Takes a delivery away; false if it does not wait any more. */
  boolean remove(Delivery delivery) {
    return waiting.remove(delivery);
  }

  /** Goes on with a permit: a fresh one, or that of an asynchronous delivery that has settled. */
  void resume() {
    execute(null);
  }

  /** Goes on with a delivery that is to be tried again and has kept its permit. */
  void goOn(Delivery delivery) {
    execute(delivery);
  }

  private void execute(@Nullable Delivery first) {
    try {
      executor.execute(() -> work(first));
    } catch (Throwable e) {
      // An executor of the user's may refuse in any way; no thread may be to be had.
      if (!grant()) {
        permits.incrementAndGet();
      }
      for (var next = first == null ? take() : first; next != null; next = take()) {
        next.fail(e);
      }
    }
  }

  /** Gives the permit of a delivery away, whose agent is about to wait. */
  void lend() {
    if (!grant()) {
      permits.incrementAndGet();
      if (hasMore() && acquire()) {
        resume();
      }
    }
  }

  /**
   * Takes a permit for an agent that has waited, before all deliveries; waits until there is one.
   */
  void takeBack() {
    if (acquire()) {
      return;
    }
    var me = new Returning();
    returning.add(me);
    // A permit may have come back before anybody could see that it is wanted here.
    if (acquire() && !grant()) {
      resume();
    }
    me.await(() -> false);
  }

  /** Gives the permit of the caller to an agent that wants to go on, if there is one. */
  private boolean grant() {
    Returning next = returning.poll();
    if (next == null) {
      return false;
    }
    next.grant();
    return true;
  }

  private void work(@Nullable Delivery first) {
    boolean isBroken = true;
    try {
      if (first == null || handle(first)) {
        pump();
      }
      isBroken = false;
    } finally {
      if (isBroken) {
        lend();
      }
    }
  }

  private void pump() {
    do {
      while (true) {
        if (grant()) {
          return;
        }
        Delivery next = take();
        if (next == null) {
          break;
        }
        if (!handle(next)) {
          return;
        }
      }
      permits.incrementAndGet();
    } while (hasMore() && acquire());
  }

  /** Says whether the permit is still with the thread. */
  private static boolean handle(Delivery delivery) {
    boolean isFree = delivery.attempt();
    Leftovers.clear();
    return isFree;
  }

  private boolean hasMore() {
    return !returning.isEmpty() || !again.isEmpty() || !waiting.isEmpty();
  }

  private @Nullable Delivery take() {
    Delivery next = again.poll();
    if (next == null) {
      next = waiting.poll();
    }
    if (next != null) {
      next.isTaken = true;
      backlog.remove();
    }
    return next;
  }

  private boolean acquire() {
    int free;
    do {
      free = permits.get();
      if (free == 0) {
        return false;
      }
    } while (!permits.compareAndSet(free, free - 1));
    return true;
  }
}
