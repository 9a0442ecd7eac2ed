package io.baton.dispatcher;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that wait for a route of limited concurrency, and the permits to work on them. One
 * thread adds. Whoever holds a permit takes delivery after delivery and gives the permit back when
 * there is none left; it then looks once more, so that what was added in between is not forgotten.
 */
final class Mailbox {

  private final ConcurrentLinkedQueue<Delivery> waiting = new ConcurrentLinkedQueue<>();

  /** Those that are to be tried again, before all others. */
  private final ConcurrentLinkedQueue<Delivery> again = new ConcurrentLinkedQueue<>();

  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger permits;
  private final AtomicBoolean full = new AtomicBoolean();
  private final int capacity;
  private final Executor executor;
  private final Intake intake;

  Mailbox(RouteSpec spec, Executor executor, Intake intake) {
    this.capacity = spec.mailbox();
    this.permits = new AtomicInteger(spec.concurrency());
    this.executor = executor;
    this.intake = intake;
  }

  void add(Delivery delivery) {
    add(delivery, waiting);
  }

  /** Adds a delivery that is to be tried again. */
  void addAgain(Delivery delivery) {
    add(delivery, again);
  }

  private void add(Delivery delivery, Queue<Delivery> queue) {
    queue.add(delivery);
    if (size.incrementAndGet() >= capacity && full.compareAndSet(false, true)) {
      intake.mailboxFull(true);
      openIfRoom();
    }
    if (acquire()) {
      resume();
    }
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
      permits.incrementAndGet();
      for (var next = first == null ? take() : first; next != null; next = take()) {
        next.fail(e);
      }
    }
  }

  boolean isFull() {
    return full.get();
  }

  int size() {
    return size.get();
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
        permits.incrementAndGet();
        if (hasMore() && acquire()) {
          resume();
        }
      }
    }
  }

  private void pump() {
    do {
      for (var next = take(); next != null; next = take()) {
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
    return !again.isEmpty() || !waiting.isEmpty();
  }

  private @Nullable Delivery take() {
    Delivery next = again.poll();
    if (next == null) {
      next = waiting.poll();
    }
    if (next != null) {
      size.decrementAndGet();
      openIfRoom();
    }
    return next;
  }

  private void openIfRoom() {
    if (full.get() && size.get() < capacity && full.compareAndSet(true, false)) {
      intake.mailboxFull(false);
    }
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
