package io.baton.tracing;

import io.baton.events.CorrelationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last trace events, numbered in the order in which they were recorded. Thread-safe.
 *
 * <p>Recording takes no lock: one compare-and-set puts a trace event into the slot of its number,
 * and whoever finds that slot taken moves the next number on. So there are no gaps, and a thread
 * that is preempted, or whose stack ends, holds nobody up. Those who ask by correlation bring the
 * index up to date, and pay for that.
 */
final class TraceRing {

  /** How many trace events a reader gets at once. */
  private static final int BATCH = 256;

  /** How many that are too old go with each that comes, so that nobody is held up by a burst. */
  private static final int EXPIRED_AT_ONCE = 16;

  /** How long a reader sleeps whom nobody wakes: the stack of who should have may have ended. */
  private static final long LOOK_MILLIS = 1_000;

  private final AtomicReferenceArray<@Nullable Recorded> slots;
  private final @Nullable Duration age;

  /** The number after the newest. */
  private final AtomicLong next = new AtomicLong();

  /** The number after the last that grew too old or was cleared. */
  private final AtomicLong first = new AtomicLong();

  private final AtomicBoolean isAwaited = new AtomicBoolean();

  /** Guarded by itself, as is the count of those cleared. */
  private final CorrelationIndex index;

  private long cleared;

  /**
   * A ring of at most {@code capacity}.
   *
   * @param age how much older than the newest they may be; null for any
   */
  TraceRing(int capacity, @Nullable Duration age) {
    this.age = age;
    slots = new AtomicReferenceArray<>(capacity);
    index = new CorrelationIndex(capacity);
  }

  void add(TraceEvent event) {
    boolean isRecorded = false;
    while (!isRecorded) {
      isRecorded = record(next.get(), event);
    }
    if (age != null) {
      expire(limit(event.time(), age), EXPIRED_AT_ONCE);
    }
    if (isAwaited.get() && isAwaited.compareAndSet(true, false)) {
      wakeReaders();
    }
  }

  /** Puts it into the slot of a number, unless that is taken; then the next one is another. */
  private boolean record(long number, TraceEvent event) {
    int slot = slotOf(number);
    Recorded old = slots.get(slot);
    boolean isRecorded =
        (old == null || old.number < number)
            && slots.compareAndSet(slot, old, new Recorded(number, event));
    next.compareAndSet(number, number + 1);
    return isRecorded;
  }

  /** Drops what is older than a limit, at most so many. */
  private void expire(Instant limit, int most) {
    for (int i = 0; i < most; i++) {
      long after = first.get();
      long end = next.get();
      long number = start(after, end);
      Recorded oldest = number < end ? recorded(number) : null;
      if (oldest == null || !oldest.isBefore(limit)) {
        return;
      }
      if (first.compareAndSet(after, number + 1)) {
        oldest.event = null;
      }
    }
  }

  private void expireAll() {
    TraceEvent newest = age == null ? null : event(next.get() - 1);
    if (age != null && newest != null) {
      expire(limit(newest.time(), age), slots.length());
    }
  }

  /** The time before which all is too old; the first there is if the age reaches beyond that. */
  private static Instant limit(Instant newest, Duration age) {
    return age.compareTo(Duration.between(Instant.MIN, newest)) < 0
        ? newest.minus(age)
        : Instant.MIN;
  }

  void clear() {
    synchronized (index) {
      long after = first.get();
      long end = next.get();
      while (!first.compareAndSet(after, end)) {
        after = first.get();
        end = next.get();
      }
      index.forgetBefore(end);
      for (long number = start(after, end); number < end; number++) {
        cleared++;
        Recorded recorded = recorded(number);
        if (recorded != null) {
          recorded.event = null;
        }
      }
    }
  }

  /** The newest {@code n}, or all if there are fewer; the oldest first. */
  List<TraceEvent> last(int n) {
    expireAll();
    long end = next.get();
    return copy(Math.max(start(first.get(), end), end - n), end);
  }

  List<TraceEvent> of(CorrelationId correlationId) {
    expireAll();
    synchronized (index) {
      long end = catchUp();
      var found = new ArrayList<TraceEvent>();
      index
          .slots(correlationId)
          .forEach(slot -> {
            Recorded recorded = slots.get(slot);
            TraceEvent event = recorded == null || recorded.number >= end ? null : recorded.event;
            addNext(found, event);
          });
      return Collections.unmodifiableList(found);
    }
  }

  List<CorrelationId> correlations() {
    expireAll();
    synchronized (index) {
      catchUp();
      return index.correlations();
    }
  }

  /** Brings the index up to date; gives the number before which all is in it. */
  private long catchUp() {
    long end = next.get();
    index.forgetBefore(start(first.get(), end));
    while (index.next() < end) {
      TraceEvent event = event(index.next());
      index.add(event == null ? null : event.correlationId());
    }
    return end;
  }

  int size() {
    expireAll();
    long end = next.get();
    return (int) Math.max(0, end - start(first.get(), end));
  }

  long dropped() {
    expireAll();
    synchronized (index) {
      return start(first.get(), next.get()) - cleared;
    }
  }

  /** A place to read on from, which is before whatever is recorded from now on. */
  Cursor cursor() {
    return new Cursor(next.get());
  }

  /** Lets a reader read what is recorded by now, and then no more. */
  void end(Cursor cursor) {
    cursor.end.accumulateAndGet(next.get(), Math::min);
    wakeReaders();
  }

  /** What comes next, waiting for it if need be; empty when the cursor has been ended. */
  List<TraceEvent> take(Cursor cursor) {
    List<TraceEvent> taken = List.of();
    while (taken.isEmpty() && cursor.at < cursor.end.get()) {
      awaitNext(cursor);
      long newest = next.get();
      long end = Math.min(newest, cursor.end.get());
      long from = Math.max(cursor.at, start(first.get(), newest));
      long to = Math.min(end, from + BATCH);
      taken = copy(from, to);
      cursor.dropped.addAndGet(to - cursor.at - taken.size());
      cursor.at = to;
    }
    return taken;
  }

  private void awaitNext(Cursor cursor) {
    boolean isInterrupted = false;
    while (cursor.isAtEnd(next.get())) {
      synchronized (isAwaited) {
        isAwaited.set(true);
        try {
          if (cursor.isAtEnd(next.get())) {
            isAwaited.wait(LOOK_MILLIS);
          }
        } catch (InterruptedException _) {
          isInterrupted = true;
        }
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void wakeReaders() {
    synchronized (isAwaited) {
      isAwaited.notifyAll();
    }
  }

  /** Those from one number to before another that are still there, without a gap. */
  private List<TraceEvent> copy(long from, long to) {
    var copy = new ArrayList<TraceEvent>((int) Math.max(0, to - from));
    for (long number = from; number < to; number++) {
      addNext(copy, event(number));
    }
    return Collections.unmodifiableList(copy);
  }

  /** Adds one; if that has gone meanwhile, so have those before it, and are taken out again. */
  private static void addNext(List<TraceEvent> found, @Nullable TraceEvent event) {
    if (event == null) {
      found.clear();
    } else {
      found.add(event);
    }
  }

  /** The number of the oldest that is kept. */
  private long start(long after, long end) {
    return Math.max(after, end - slots.length());
  }

  private @Nullable TraceEvent event(long number) {
    Recorded recorded = recorded(number);
    return recorded == null ? null : recorded.event;
  }

  /** What has a number; null if it was never given, or is overwritten. */
  private @Nullable Recorded recorded(long number) {
    Recorded recorded = number < 0 ? null : slots.get(slotOf(number));
    return recorded == null || recorded.number != number ? null : recorded;
  }

  private int slotOf(long number) {
    return (int) (number % slots.length());
  }

  /** A trace event with its number, which stays in the slot when the trace event has gone. */
  private static final class Recorded {
    private final long number;
    private @Nullable TraceEvent event;

    private Recorded(long number, TraceEvent event) {
      this.number = number;
      this.event = event;
    }

    private boolean isBefore(Instant limit) {
      TraceEvent current = event;
      return current == null || current.time().isBefore(limit);
    }
  }

  /** How far one reader has come; that reader's thread moves it. */
  static final class Cursor {
    private final AtomicLong end = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong dropped = new AtomicLong();
    private long at;

    private Cursor(long at) {
      this.at = at;
    }

    /** How many were gone before they were read. */
    long dropped() {
      return dropped.get();
    }

    private boolean isAtEnd(long next) {
      return at >= next && at < end.get();
    }
  }
}
