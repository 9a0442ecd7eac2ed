package io.baton.tracing;

import io.baton.events.CorrelationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last trace events, numbered in the order in which they were recorded. Thread-safe: its
 * monitor guards all fields, and those of the cursors. What is read is copied, so that no caller's
 * code runs under the lock. It is a monitor since agents record on stacks that may end anywhere: it
 * is given back without a call, which the end of a stack could keep from happening.
 */
final class TraceRing {

  /** How many trace events a reader gets at once: few, so that it holds the lock for a moment. */
  private static final int BATCH = 256;

  /** How many that are too old go at once, so that nobody who records is held up by a burst. */
  private static final int EXPIRED_AT_ONCE = 16;

  private static final int EXPIRED_BEFORE_A_LOOK = 1_024;

  private final @Nullable TraceEvent[] slots;
  private final CorrelationIndex index;
  private final @Nullable Duration age;
  private @Nullable Instant newest;
  private long first;
  private long next;
  private long dropped;

  /**
   * A ring of at most {@code capacity}.
   *
   * @param age how much older than the newest they may be; null for any
   */
  TraceRing(int capacity, @Nullable Duration age) {
    this.age = age;
    slots = new @Nullable TraceEvent[capacity];
    index = new CorrelationIndex(capacity);
  }

  synchronized void add(TraceEvent event) {
    int slot = slotOf(next);
    if (slots[slot] != null) {
      dropFirst();
    }
    index.add(event.correlationId(), slot);
    slots[slot] = event;
    next++;
    if (age != null) {
      newest = event.time();
      expire(EXPIRED_AT_ONCE);
    }
    notifyAll();
  }

  private void dropFirst() {
    int slot = slotOf(first);
    index.removeOldest(slot);
    slots[slot] = null;
    first++;
    dropped++;
  }

  /** Drops what is too old, at most so many; says whether there may be more. */
  private synchronized boolean expire(int most) {
    if (age == null || newest == null) {
      return false;
    }
    Instant limit = newest.minus(age);
    for (int i = 0; i < most; i++) {
      TraceEvent oldest = first == next ? null : slots[slotOf(first)];
      if (oldest == null || !oldest.time().isBefore(limit)) {
        return false;
      }
      dropFirst();
    }
    return true;
  }

  /** Drops all that is too old, in steps between which others may record. */
  private void expireAll() {
    if (age != null) {
      boolean isMore = true;
      while (isMore) {
        isMore = expire(EXPIRED_BEFORE_A_LOOK);
      }
    }
  }

  synchronized void clear() {
    Arrays.fill(slots, null);
    index.clear();
    first = next;
  }

  /** The newest {@code n}, or all if there are fewer; the oldest first. */
  List<TraceEvent> last(int n) {
    expireAll();
    synchronized (this) {
      return copy(Math.max(first, next - n), next);
    }
  }

  List<TraceEvent> of(CorrelationId correlationId) {
    expireAll();
    synchronized (this) {
      return index.slots(correlationId).mapToObj(this::inSlot).toList();
    }
  }

  List<CorrelationId> correlations() {
    expireAll();
    synchronized (this) {
      return index.correlations();
    }
  }

  int size() {
    expireAll();
    synchronized (this) {
      return (int) (next - first);
    }
  }

  long dropped() {
    expireAll();
    synchronized (this) {
      return dropped;
    }
  }

  /** A place to read on from, which is before whatever is recorded from now on. */
  synchronized Cursor cursor() {
    return new Cursor(next);
  }

  /** Lets a reader read what is recorded by now, and then no more. */
  synchronized void end(Cursor cursor) {
    cursor.end = Math.min(cursor.end, next);
    notifyAll();
  }

  /** What comes next, waiting for it if need be; empty when the cursor has been ended. */
  synchronized List<TraceEvent> take(Cursor cursor) {
    boolean isInterrupted = false;
    cursor.skipTo(first);
    while (cursor.at == next && cursor.at < cursor.end) {
      try {
        wait();
      } catch (InterruptedException _) {
        isInterrupted = true;
      }
      cursor.skipTo(first);
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    List<TraceEvent> taken =
        copy(cursor.at, Math.min(cursor.end, Math.min(next, cursor.at + BATCH)));
    cursor.at += taken.size();
    return taken;
  }

  synchronized long dropped(Cursor cursor) {
    return cursor.dropped;
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
