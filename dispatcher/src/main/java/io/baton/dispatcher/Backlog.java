package io.baton.dispatcher;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much waits for one route, against its bound. Where callers outside are to notice, the door is
 * told when the bound is reached and when there is room again. Thread-safe.
 */
final class Backlog {

  private final int capacity;
  private final Overflow overflow;
  private final Intake intake;
  private final AtomicInteger size = new AtomicInteger();

  /** Whether the door was told that the bound is reached. */
  private final AtomicBoolean full = new AtomicBoolean();

  Backlog(Flow flow, Intake intake) {
    capacity = flow.capacity();
    overflow = flow.overflow();
    this.intake = intake;
  }

  Overflow overflow() {
    return overflow;
  }

  int capacity() {
    return capacity;
  }

  /** One more waits; to be called before others can see it. */
  void add() {
    if (size.incrementAndGet() >= capacity && overflow.isAtTheDoor()) {
      shut();
    }
  }

  /** One waits no more. */
  void remove() {
    size.decrementAndGet();
    openIfRoom();
  }

  private void shut() {
    if (full.compareAndSet(false, true)) {
      intake.mailboxFull(true);
      openIfRoom();
    }
  }

  private void openIfRoom() {
    if (full.get() && size.get() < capacity && full.compareAndSet(true, false)) {
      intake.mailboxFull(false);
      if (size.get() >= capacity) {
        shut();
      }
    }
  }

  /** Whether the bound is reached at this moment. */
  boolean isAtBound() {
    return size.get() >= capacity;
  }

  /** Whether callers outside are held back or refused. */
  boolean isFull() {
    return full.get();
  }

  int size() {
    return size.get();
  }
}
