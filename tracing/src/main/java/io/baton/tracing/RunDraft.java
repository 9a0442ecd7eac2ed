package io.baton.tracing;

import io.baton.events.RunId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run, as far as it is known. */
final class RunDraft {

  final @Nullable Moment told;
  private final TraceEvent.@Nullable RunStarted start;
  private TraceEvent.@Nullable RunEnded end;

  RunDraft(TraceEvent.RunStarted start, Moment told) {
    this.start = start;
    this.told = told;
  }

  /** A run of which only the end is known. */
  RunDraft(TraceEvent.RunEnded end) {
    start = null;
    told = null;
    this.end = end;
  }

  void ended(TraceEvent.RunEnded end) {
    this.end = end;
  }

  TraceEvent.@Nullable RunStarted start() {
    return start;
  }

  Explanation.RunSpan freeze() {
    Optional<RunId> endedRun = end == null ? Optional.empty() : end.run();
    return new Explanation.RunSpan(
        start == null ? endedRun : Optional.of(start.run()),
        start == null ? Optional.empty() : start.parent(),
        Optional.ofNullable(start).map(TraceEvent.RunStarted::eventId),
        Optional.ofNullable(start).map(TraceEvent.RunStarted::time),
        Optional.ofNullable(end).map(TraceEvent.RunEnded::time),
        end == null ? "RUNNING" : end.outcome(),
        end == null ? 0 : end.handled(),
        end == null ? 0 : end.failed(),
        end == null ? Optional.empty() : end.reason());
  }
}
