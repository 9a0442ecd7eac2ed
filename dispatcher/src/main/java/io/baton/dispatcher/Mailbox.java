package io.baton.dispatcher;

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
    waiting.add(delivery);
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
    try {
      executor.execute(this::work);
    } catch (Throwable e) {
      // An executor of the user's may refuse in any way; no thread may be to be had.
      permits.incrementAndGet();
      for (var next = take(); next != null; next = take()) {
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

  private void work() {
    boolean isBroken = true;
    try {
      pump();
      isBroken = false;
    } finally {
      if (isBroken) {
        permits.incrementAndGet();
        if (!waiting.isEmpty() && acquire()) {
          resume();
        }
      }
    }
  }

  private void pump() {
    do {
      for (var next = take(); next != null; next = take()) {
        next.run();
        // An interrupt that was meant for one delivery must not reach the next.
        Thread.interrupted();
        if (!next.leave()) {
          return;
        }
      }
      permits.incrementAndGet();
    } while (!waiting.isEmpty() && acquire());
  }

  private @Nullable Delivery take() {
    Delivery next = waiting.poll();
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
