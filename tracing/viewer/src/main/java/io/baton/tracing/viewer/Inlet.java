package io.baton.tracing.viewer;

import io.baton.tracing.TraceEvent;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The way of trace events from whoever traces to the picture. Nobody waits: what does not fit is
 * counted and left out. Thread-safe for many that put and one that takes.
 */
final class Inlet {

  /** Room for what comes between two ticks at half a million trace events a second. */
  static final int CAPACITY = 131_072;

  private final ConcurrentLinkedQueue<TraceEvent> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final LongAdder lost = new LongAdder();
  private final int capacity;

  Inlet(int capacity) {
    this.capacity = capacity;
  }

  void put(TraceEvent event) {
    if (size.get() >= capacity) {
      lost.increment();
      return;
    }
    size.incrementAndGet();
    queue.add(event);
  }

  /** Takes what is there, and no more than fits, so that it ends also while others put. */
  void drainTo(Consumer<TraceEvent> taker) {
    for (int i = 0; i < capacity; i++) {
      TraceEvent event = queue.poll();
      if (event == null) {
        return;
      }
      size.decrementAndGet();
      taker.accept(event);
    }
  }

  /** How many did not fit. */
  long lost() {
    return lost.sum();
  }
}
