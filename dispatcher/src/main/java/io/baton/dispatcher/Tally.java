package io.baton.dispatcher;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a dispatcher has counted since its start, on other threads than its own and on its own. */
final class Tally {

  private final LongAdder handled = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder unrouted = new LongAdder();
  private final LongAdder dropped = new LongAdder();

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
