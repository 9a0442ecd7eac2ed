package io.baton.agents.llm;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All events of an answer, in a linked list: one thread at a time writes, and many read without
 * holding it up. The last entry is an end or a failure, and nothing is added after it.
 */
final class FieldLog {

  private final Entry head = new Entry(null, null);
  private final ConcurrentLinkedQueue<Thread> waiting = new ConcurrentLinkedQueue<>();

  /** Guarded by whoever writes. */
  private Entry tail = head;

  /** One event, or the failure that there was instead of an end. */
  static final class Entry {
    final @Nullable FieldEvent event;
    final @Nullable RuntimeException failure;

    /** Set once, after all else of the next entry. */
    private volatile @Nullable Entry next;

    private Entry(@Nullable FieldEvent event, @Nullable RuntimeException failure) {
      this.event = event;
      this.failure = failure;
    }

    @Nullable Entry next() {
      return next;
    }

    boolean isLast() {
      return failure != null || event instanceof FieldEvent.End;
    }
  }

  /** What stands before the first entry. */
  Entry head() {
    return head;
  }

  void add(FieldEvent event) {
    add(new Entry(event, null));
  }

  void fail(RuntimeException failure) {
    add(new Entry(null, failure));
  }

  private void add(Entry entry) {
    if (!tail.isLast()) {
      tail.next = entry;
      tail = entry;
      if (!waiting.isEmpty()) {
        waiting.forEach(LockSupport::unpark);
      }
    }
  }

  /** Whether the last entry was added. Only for whoever writes. */
  boolean isEnded() {
    return tail.isLast();
  }

  /** Parks the current thread until a condition holds that an entry, or an unpark, makes true. */
  void await(BooleanSupplier condition, BooleanSupplier isGivenUp) {
    Thread thread = Thread.currentThread();
    waiting.add(thread);
    try {
      while (!condition.getAsBoolean() && !isGivenUp.getAsBoolean()) {
        LockSupport.park(this);
      }
    } finally {
      waiting.remove(thread);
    }
  }
}
