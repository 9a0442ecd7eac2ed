package io.baton.dispatcher;

import io.baton.events.Envelope;
import io.baton.events.Event;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The last events of a run, in a ring: one thread writes, and many read without holding it up.
 *
 * <p>Each entry bears its number, so that a reader sees when its place was taken by a later one.
 * The ring has one place more than the bound, because an entry is written before it is counted. The
 * end is a bit of the count, so that nothing can be counted after it.
 */
final class KeptEvents implements Run.Events {

  private static final int INITIAL = 16;
  private static final long END = Long.MIN_VALUE;

  /** Throws where waiting for an event would be waiting for oneself. */
  private final Runnable check;

  private final int bound;

  /** How many there were, and whether there will be more. */
  private final AtomicLong written = new AtomicLong();

  /** Replaced, by a longer one, by the dispatcher's thread only. */
  private volatile AtomicReferenceArray<@Nullable Entry> ring;

  private final ConcurrentLinkedQueue<Thread> waiting = new ConcurrentLinkedQueue<>();

  KeptEvents(int bound, Runnable check) {
    this.check = check;
    this.bound = bound;
    ring = new AtomicReferenceArray<>((int) Math.min(INITIAL, bound + 1L));
  }

  /** Adds an event, unless the end has come. Called by the dispatcher's thread only. */
  void add(Envelope envelope) {
    long number = written.get();
    if (number < 0) {
      return;
    }
    if (number == ring.length() && ring.length() <= bound) {
      grow();
    }
    ring.set((int) (number % ring.length()), new Entry(number, envelope));
    if (written.compareAndSet(number, number + 1)) {
      wake();
    }
  }

  private void grow() {
    var before = ring;
    var longer =
        new AtomicReferenceArray<@Nullable Entry>((int) Math.min(2L * before.length(), bound + 1L));
    for (int i = 0; i < before.length(); i++) {
      longer.setPlain(i, before.getPlain(i));
    }
    ring = longer;
  }

  /** Nothing comes any more. */
  void end() {
    written.getAndUpdate(count -> count | END);
    wake();
  }

  private void wake() {
    if (!waiting.isEmpty()) {
      waiting.forEach(LockSupport::unpark);
    }
  }

  @Override
  public long lost() {
    return Math.max(0, count() - bound);
  }

  /** How many there were so far. */
  long count() {
    return written.get() & ~END;
  }

  boolean isEnded() {
    return written.get() < 0;
  }

  /** The event of a number; null if it is not kept any more. */
  @Nullable Envelope get(long number) {
    var current = ring;
    Entry entry = current.get((int) (number % current.length()));
    return entry != null && entry.number == number ? entry.envelope : null;
  }

  /** Parks the current thread until a condition holds that a writer, or an unpark, makes true. */
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

  @Override
  public <T extends Event> Optional<T> await(Class<T> type, Duration timeout)
      throws InterruptedException {
    Objects.requireNonNull(type, "type must not be null");
    refuseWaitInside();
    var reader = new KeptReader(this);
    long begin = System.nanoTime();
    long limit = Nanos.ofWait(timeout);
    do {
      for (var next = reader.poll(); next != null; next = reader.poll()) {
        if (type.isInstance(next.event())) {
          return Optional.of(type.cast(next.event()));
        }
      }
    } while (!reader.isAtEnd() && awaitNews(reader, limit - (System.nanoTime() - begin)));
    return Optional.empty();
  }

  /** Waits until a reader has something to do; false if the time is up. */
  private boolean awaitNews(KeptReader reader, long nanos) throws InterruptedException {
    long begin = System.nanoTime();
    Thread thread = Thread.currentThread();
    waiting.add(thread);
    try {
      while (!reader.hasNews() && !reader.isAtEnd()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while waiting for an event of a run");
        }
        long left = nanos - (System.nanoTime() - begin);
        if (left <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, left);
      }
      return true;
    } finally {
      waiting.remove(thread);
    }
  }

  /** Refuses to let an agent of the run, or the dispatcher's own thread, wait for events. */
  void refuseWaitInside() {
    check.run();
  }

  @Override
  public Iterator<Envelope> iterator() {
    refuseWaitInside();
    return new KeptIterator(this);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Envelope> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber must not be null");
    Callbacks.start(new KeptSubscription(this, subscriber));
  }

  private record Entry(long number, Envelope envelope) {}
}
