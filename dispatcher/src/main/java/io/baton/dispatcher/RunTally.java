package io.baton.dispatcher;

import io.baton.events.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/** What a run has counted; all of it is counted in the runs above as well. Thread-safe. */
final class RunTally {

  private static final int MOST_LETTERS = 100;

  private static final AtomicLongFieldUpdater<RunTally> EVENTS = field("events");
  private static final AtomicLongFieldUpdater<RunTally> HANDLED = field("handled");
  private static final AtomicLongFieldUpdater<RunTally> FAILED = field("failed");
  private static final AtomicLongFieldUpdater<RunTally> UNROUTED = field("unrouted");
  private static final AtomicLongFieldUpdater<RunTally> SKIPPED = field("skipped");
  private static final AtomicLongFieldUpdater<RunTally> DROPPED = field("dropped");

  private final @Nullable RunTally above;

  /** Written by the dispatcher's thread only. */
  private volatile long events;

  private volatile long handled;
  private volatile long failed;
  private volatile long unrouted;
  private volatile long skipped;
  private volatile long dropped;

  /** Guarded by this. */
  private @Nullable List<DeadLetter> letters;

  RunTally(@Nullable RunTally above) {
    this.above = above;
  }

  private static AtomicLongFieldUpdater<RunTally> field(String name) {
    return AtomicLongFieldUpdater.newUpdater(RunTally.class, name);
  }

  /** An event is routed. Called by the dispatcher's thread. */
  void routed() {
    for (var tally = this; tally != null; tally = tally.above) {
      EVENTS.lazySet(tally, tally.events + 1);
    }
  }

  void handled() {
    count(HANDLED);
  }

  void unrouted() {
    count(UNROUTED);
  }

  void skipped() {
    count(SKIPPED);
  }

  void dropped() {
    count(DROPPED);
  }

  void failed(DeadLetter letter) {
    count(FAILED);
    for (var tally = this; tally != null; tally = tally.above) {
      tally.keep(letter);
    }
  }

  private void count(AtomicLongFieldUpdater<RunTally> field) {
    for (var tally = this; tally != null; tally = tally.above) {
      field.getAndIncrement(tally);
    }
  }

  private synchronized void keep(DeadLetter letter) {
    if (letters == null) {
      letters = new ArrayList<>();
    }
    if (letters.size() < MOST_LETTERS) {
      letters.add(letter);
    }
  }

  long events() {
    return events;
  }

  long handledSum() {
    return handled;
  }

  long failedSum() {
    return failed;
  }

  long unroutedSum() {
    return unrouted;
  }

  long skippedSum() {
    return skipped;
  }

  long droppedSum() {
    return dropped;
  }

  synchronized List<DeadLetter> letters() {
    return letters == null ? List.of() : List.copyOf(letters);
  }
}
