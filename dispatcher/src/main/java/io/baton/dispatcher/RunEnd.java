package io.baton.dispatcher;

import io.baton.agents.RunOutcome;
import io.baton.agents.RunReport;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a run has ended, and who waits for its two ends: that it is over for those who wait, and that
 * the last of it has stopped. Thread-safe; the futures are made only if somebody waits.
 */
final class RunEnd {

  /** Written under the lock of this, after the two below. */
  private volatile RunOutcome outcome = RunOutcome.RUNNING;

  private @Nullable String reason;
  private long nanos;

  // Guarded by this.
  private boolean hasStopped;
  private @Nullable CompletableFuture<RunReport> over;
  private @Nullable CompletableFuture<RunReport> stopped;

  boolean isOver() {
    return outcome != RunOutcome.RUNNING;
  }

  RunOutcome outcome() {
    return outcome;
  }

  /** Why it has ended early; null if it has not. */
  @Nullable String reason() {
    return isOver() ? reason : null;
  }

  /** When it was over, or else a time that is given. */
  long nanosOr(long now) {
    return isOver() ? nanos : now;
  }

  /** True for the one caller that ends it. */
  synchronized boolean end(RunOutcome how, @Nullable String why, long nanoTime) {
    if (isOver()) {
      return false;
    }
    reason = why;
    nanos = nanoTime;
    outcome = how;
    return true;
  }

  /** Tells those who wait that it is over. */
  void tellOver(Supplier<RunReport> report) {
    CompletableFuture<RunReport> waiting;
    synchronized (this) {
      waiting = over;
    }
    if (waiting != null) {
      waiting.complete(report.get());
    }
  }

  /** Tells those who wait that the last of it has stopped. */
  void tellStopped(Supplier<RunReport> report) {
    CompletableFuture<RunReport> waiting;
    synchronized (this) {
      hasStopped = true;
      waiting = stopped;
    }
    if (waiting != null) {
      waiting.complete(report.get());
    }
  }

  /** A future of its being over; for use inside only, since callbacks run on whoever ends it. */
  synchronized CompletableFuture<RunReport> over(Supplier<RunReport> report) {
    if (over == null) {
      over = new CompletableFuture<>();
      if (isOver()) {
        over.complete(report.get());
      }
    }
    return over;
  }

  /** A future of its having stopped; for use inside only. */
  synchronized CompletableFuture<RunReport> stopped(Supplier<RunReport> report) {
    if (stopped == null) {
      stopped = new CompletableFuture<>();
      if (hasStopped) {
        stopped.complete(report.get());
      }
    }
    return stopped;
  }
}
