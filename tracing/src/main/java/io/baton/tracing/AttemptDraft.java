package io.baton.tracing;

import io.baton.events.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt of a delivery, as far as it is known. */
final class AttemptDraft {

  private final int number;
  private final Instant started;
  private final Duration queueWait;
  private final @Nullable ThreadKind thread;
  private @Nullable Duration work;
  private DeliveryOutcome outcome = DeliveryOutcome.RUNNING;
  private @Nullable Failure failure;
  private @Nullable Duration delay;
  private boolean isTimedOut;

  private AttemptDraft(
      int number, Instant started, Duration queueWait, @Nullable ThreadKind thread) {
    this.number = number;
    this.started = started;
    this.queueWait = queueWait;
    this.thread = thread;
  }

  static AttemptDraft of(TraceEvent.AgentStarted event) {
    return new AttemptDraft(event.attempt(), event.time(), event.queueWait(), event.thread());
  }

  /** An attempt of which only the end is known. */
  static AttemptDraft endedAt(Instant end, int number, Duration queueWait, Duration work) {
    return new AttemptDraft(number, end.minus(work), queueWait, null);
  }

  boolean isOpen() {
    return work == null;
  }

  int number() {
    return number;
  }

  void ended(DeliveryOutcome how, Duration work) {
    outcome = how;
    this.work = work;
  }

  void failed(Failure cause, Duration work) {
    ended(DeliveryOutcome.FAILED, work);
    failure = cause;
  }

  void timedOut() {
    isTimedOut = true;
  }

  void delayed(Duration delay) {
    this.delay = delay;
  }

  Explanation.Attempt freeze(Instant asOf) {
    Duration soFar = Duration.between(started, asOf);
    return new Explanation.Attempt(
        number,
        Optional.ofNullable(thread),
        started,
        queueWait,
        work != null ? work : soFar.isNegative() ? Duration.ZERO : soFar,
        outcome,
        isTimedOut,
        Optional.ofNullable(failure),
        Optional.ofNullable(delay));
  }
}
