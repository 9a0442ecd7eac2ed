package io.baton.tracing;

import io.baton.events.EventId;
import io.baton.events.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event to one agent, as far as it is known. */
final class DeliveryDraft extends Draft {

  final EventId eventId;
  final String agent;

  /** The event, or the join that calls its function by this. */
  final Draft above;

  final Moment told;
  final List<StepDraft> followUps = new ArrayList<>(1);

  /** The first events of the runs that its agent has started, and waited for. */
  final List<StepDraft> asked = new ArrayList<>(0);

  DeliveryOutcome outcome = DeliveryOutcome.WAITING;
  @Nullable Moment ended;

  private final Instant queued;
  private final List<AttemptDraft> attempts = new ArrayList<>(1);
  private final List<TraceEvent.Note> notes = new ArrayList<>(0);
  private final List<TraceEvent.ModelCalled> models = new ArrayList<>(0);
  private final List<TraceEvent.ToolCalled> tools = new ArrayList<>(0);
  private final List<TraceEvent.MemoryChanged> memory = new ArrayList<>(0);
  private @Nullable Failure failure;
  private @Nullable String recovery;

  DeliveryDraft(EventId eventId, String agent, Draft above, Instant queued, Moment told) {
    this.eventId = eventId;
    this.agent = agent;
    this.above = above;
    this.queued = queued;
    this.told = told;
  }

  void add(TraceEvent.OfAgent event, Moment moment) {
    switch (event) {
      case TraceEvent.Queued _ -> {}
      case TraceEvent.AgentStarted started -> attempts.add(AttemptDraft.of(started));
      case TraceEvent.AgentEnded end ->
          attempt(end, end.queueWait(), end.work()).ended(DeliveryOutcome.HANDLED, end.work());
      case TraceEvent.AgentFailed end ->
          attempt(end, end.queueWait(), end.work()).failed(end.cause(), end.work());
      case TraceEvent.Cancelled end -> cancelled(end);
      case TraceEvent.TimedOut late -> {
        if (!attempts.isEmpty()) {
          attempts.getLast().timedOut();
        }
      }
      case TraceEvent.Retried retried -> {
        if (!attempts.isEmpty()) {
          attempts.getLast().delayed(retried.delay());
        }
      }
      case TraceEvent.Recovered recovered -> recovery = recovered.recovery();
      case TraceEvent.Dropped _, TraceEvent.DeadLettered _ -> {}
      case TraceEvent.Note note -> notes.add(note);
      case TraceEvent.ModelCalled called -> models.add(called);
      case TraceEvent.ToolCalled called -> tools.add(called);
    }
    cause(event).ifPresent(cause -> failure = cause);
    event.outcome().ifPresent(how -> stands(how, moment));
  }

  void add(TraceEvent.MemoryChanged changed) {
    memory.add(changed);
  }

  private void stands(DeliveryOutcome how, Moment moment) {
    outcome = how;
    ended = how.isOpen() ? null : moment;
  }

  private static Optional<Failure> cause(TraceEvent.OfAgent event) {
    return switch (event) {
      case TraceEvent.AgentFailed failed -> Optional.of(failed.cause());
      case TraceEvent.DeadLettered dead -> Optional.of(dead.cause());
      default -> Optional.empty();
    };
  }

  /** The attempt that has ended; a new one if nothing is known of its beginning. */
  private AttemptDraft attempt(TraceEvent.OfAgent end, Duration queueWait, Duration work) {
    for (var attempt : attempts.reversed()) {
      if (attempt.number() == end.attempt() && attempt.isOpen()) {
        return attempt;
      }
    }
    var attempt = AttemptDraft.endedAt(end.time(), end.attempt(), queueWait, work);
    attempts.add(attempt);
    return attempt;
  }

  /** An attempt is ended, or one that was to follow is not made. */
  private void cancelled(TraceEvent.Cancelled end) {
    boolean isUnderWay = !attempts.isEmpty() && attempts.getLast().isOpen();
    if (isUnderWay || (attempts.isEmpty() && end.attempt() > 0)) {
      attempt(end, end.queueWait(), end.work()).ended(DeliveryOutcome.CANCELLED, end.work());
    }
  }

  Explanation.Delivery freeze(Instant asOf) {
    return new Explanation.Delivery(
        eventId,
        agent,
        outcome,
        queued,
        attempts.stream().map(attempt -> attempt.freeze(asOf)).toList(),
        Optional.ofNullable(ended).map(Moment::time),
        Optional.ofNullable(failure),
        Optional.ofNullable(recovery),
        notes,
        models,
        tools,
        memory,
        followUps.stream().map(step -> step.id).toList(),
        isCritical);
  }
}
