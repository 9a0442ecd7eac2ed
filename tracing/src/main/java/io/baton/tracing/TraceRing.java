package io.baton.tracing;

import io.baton.events.CorrelationId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last trace events, numbered in the order in which they were recorded. Thread-safe: one lock
 * guards all fields, and those of the cursors. What is read is copied, so that no caller's code
 * runs under the lock.
 */
final class TraceRing {

  /** How many trace events a reader gets at once: few, so that it holds the lock for a moment. */
  private static final int BATCH = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final @Nullable TraceEvent[] slots;
  private final CorrelationIndex index;
  private long first;
  private long next;
  private long dropped;

  TraceRing(int capacity) {
    slots = new @Nullable TraceEvent[capacity];
    index = new CorrelationIndex(capacity);
  }

  void add(TraceEvent event) {
    CorrelationId correlationId = event.correlationId();
    lock.lock();
    try {
      int slot = slotOf(next);
      TraceEvent oldest = slots[slot];
      if (oldest != null) {
        index.removeOldest(oldest.correlationId());
        first++;
        dropped++;
      }
      slots[slot] = event;
      index.add(correlationId, slot);
      next++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      Arrays.fill(slots, null);
      index.clear();
      first = next;
    } finally {
      lock.unlock();
    }
  }

  /** The newest {@code n}, or all if there are fewer; the oldest first. */
  List<TraceEvent> last(int n) {
    return locked(() -> copy(Math.max(first, next - n), next));
  }

  List<TraceEvent> of(CorrelationId correlationId) {
    return locked(() -> index.slots(correlationId).mapToObj(this::inSlot).toList());
  }

  List<CorrelationId> correlations() {
    return locked(index::correlations);
  }

  int size() {
    return locked(() -> (int) (next - first));
  }

  long dropped() {
    return locked(() -> dropped);
  }

  /** A place to read on from, which is before whatever is recorded from now on. */
  Cursor cursor() {
    return locked(() -> new Cursor(next));
  }

  /** Lets a reader read what is recorded by now, and then no more. */
  void end(Cursor cursor) {
    lock.lock();
    try {
      cursor.end = Math.min(cursor.end, next);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What comes next, waiting for it if need be; empty when the cursor has been ended. */
  List<TraceEvent> take(Cursor cursor) {
    lock.lock();
    try {
      cursor.skipTo(first);
      while (cursor.at == next && cursor.at < cursor.end) {
        changed.awaitUninterruptibly();
        cursor.skipTo(first);
      }
      List<TraceEvent> taken =
          copy(cursor.at, Math.min(cursor.end, Math.min(next, cursor.at + BATCH)));
      cursor.at += taken.size();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  long dropped(Cursor cursor) {
    return locked(() -> cursor.dropped);
  }

  private <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  private List<TraceEvent> copy(long from, long to) {
    var copy = new ArrayList<TraceEvent>((int) (to - from));
    for (long number = from; number < to; number++) {
      copy.add(inSlot(slotOf(number)));
    }
    return Collections.unmodifiableList(copy);
  }

  private TraceEvent inSlot(int slot) {
    return Objects.requireNonNull(slots[slot]);
  }

  private int slotOf(long number) {
    return (int) (number % slots.length);
  }

  /** How far one reader has come; guarded by the ring's lock. */
  static final class Cursor {
    private long at;
    private long end = Long.MAX_VALUE;
    private long dropped;

    private Cursor(long at) {
      this.at = at;
    }

    /** Passes over what is no longer there. */
    private void skipTo(long first) {
      long target = Math.min(first, end);
      if (target > at) {
        dropped += target - at;
        at = target;
      }
    }
  }
}
