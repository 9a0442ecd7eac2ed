package io.baton.tracing;

import io.baton.events.CorrelationId;
import io.baton.events.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One join, as far as it is known. */
final class JoinDraft extends Draft {

  private static final String OPEN = "OPEN";

  /** What tells a join apart: its route and the part that opened it. */
  record Key(String join, EventId opener) {}

  final Key key;
  final CorrelationId correlationId;
  final Moment told;
  final List<TraceEvent.PartDropped> dropped = new ArrayList<>(0);
  final List<StepDraft> outputs = new ArrayList<>(1);
  List<EventId> parts = new ArrayList<>(2);
  List<String> missing = List.of();
  String reason = OPEN;
  @Nullable Instant opened;
  @Nullable Moment closed;
  @Nullable DeliveryDraft delivery;

  /** The part that came last, and the one that opened it, if they are known. */
  @Nullable StepDraft last;

  @Nullable StepDraft first;

  JoinDraft(Key key, CorrelationId correlationId, Moment told) {
    this.key = key;
    this.correlationId = correlationId;
    this.told = told;
  }

  void closed(TraceEvent.JoinClosed event, Moment moment) {
    closed = moment;
    reason = event.closed();
    parts = event.parts();
    missing = event.missing();
  }

  Explanation.Joined freeze(Instant asOf) {
    return new Explanation.Joined(
        key.join(),
        key.opener(),
        Optional.ofNullable(opened),
        Optional.ofNullable(closed).map(Moment::time),
        reason,
        parts,
        Optional.ofNullable(last).map(step -> step.id),
        missing,
        dropped,
        Optional.ofNullable(delivery).map(call -> call.freeze(asOf)),
        outputs.stream().map(step -> step.id).toList(),
        isCritical);
  }
}
