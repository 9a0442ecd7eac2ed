package io.baton.tracing;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event, as far as it is known. */
final class StepDraft extends Draft {

  final EventId id;
  final CorrelationId correlationId;
  final Map<String, DeliveryDraft> deliveries = new LinkedHashMap<>(2);
  final List<StepDraft> followUps = new ArrayList<>(0);
  final List<JoinDraft> partOf = new ArrayList<>(0);

  /** The joins that stand below it, since it was their last part. */
  final List<JoinDraft> lastOf = new ArrayList<>(0);

  /** When it was dispatched, or else first told of. */
  Moment moment;

  @Nullable Envelope envelope;
  boolean isUnrouted;
  int depth;
  boolean isPlaced;

  /** Below what it stands; nothing for a root. */
  @Nullable Draft above;

  StepDraft(EventId id, CorrelationId correlationId, Moment moment) {
    this.id = id;
    this.correlationId = correlationId;
    this.moment = moment;
  }

  void dispatched(Envelope envelope, Moment moment) {
    if (this.envelope == null) {
      this.envelope = envelope;
      this.moment = moment;
    }
  }

  List<EventId> causes() {
    return envelope == null ? List.of() : envelope.causes();
  }

  /** The steps that stand right below it, in their order. */
  List<StepDraft> children() {
    var children = new ArrayList<StepDraft>();
    deliveries.values().forEach(delivery -> children.addAll(delivery.followUps));
    lastOf.forEach(join -> children.addAll(join.outputs));
    children.addAll(followUps);
    return children;
  }

  Explanation.Step freeze(Instant asOf, Map<JoinDraft, Integer> numbers) {
    return new Explanation.Step(
        id,
        correlationId,
        envelope == null ? "" : EventName.of(envelope.event()),
        Optional.ofNullable(envelope).map(Envelope::event),
        envelope == null ? "" : envelope.source(),
        moment.time(),
        envelope == null ? 0 : envelope.hops(),
        causes(),
        depth,
        depth == 0 && !causes().isEmpty(),
        isUnrouted,
        deliveries.values().stream().map(delivery -> delivery.freeze(asOf)).toList(),
        followUps.stream().map(step -> step.id).toList(),
        partOf.stream().map(numbers::get).toList(),
        isCritical);
  }
}
