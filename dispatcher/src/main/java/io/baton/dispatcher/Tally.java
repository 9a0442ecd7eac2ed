package io.baton.dispatcher;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a dispatcher has counted since its start, on other threads than its own and on its own. */
final class Tally {

  private final LongAdder handled = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder unrouted = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder deliveriesDropped = new LongAdder();
  private final LongAdder beyondBound = new LongAdder();
  private final LongAdder unkeyed = new LongAdder();

  /** Written by the dispatcher's thread only, once a batch. */
  private volatile long handledInline;

  void handled(@Nullable RunState run) {
    handled.increment();
    if (run != null) {
      run.handled();
    }
  }

  void handledInline(long total) {
    handledInline = total;
  }

  void failed() {
    failed.increment();
  }

  void unrouted() {
    unrouted.increment();
  }

  /** A delivery was dropped, since its route's mailbox was full. */
  void dropped(@Nullable RunState run) {
    deliveriesDropped.increment();
    if (run != null) {
      run.dropped();
    }
  }

  long deliveriesDropped() {
    return deliveriesDropped.sum();
  }

  /** An event from inside was taken by a route whose mailbox was full. */
  void beyondBound() {
    beyondBound.increment();
  }

  long beyondBoundSum() {
    return beyondBound.sum();
  }

  /** An event had no key on a route that orders by key. */
  void unkeyed() {
    unkeyed.increment();
  }

  long unkeyedSum() {
    return unkeyed.sum();
  }

  void partDropped() {
    dropped.increment();
  }

  long partsDropped() {
    return dropped.sum();
  }

  long handled() {
    return handled.sum() + handledInline;
  }

  long failedSum() {
    return failed.sum();
  }

  long unroutedSum() {
    return unrouted.sum();
  }
}
