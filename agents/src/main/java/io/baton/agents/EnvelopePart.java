package io.baton.agents;

import io.baton.events.Envelope;
import io.baton.events.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A part that belongs to no run, with the facts of an envelope. */
record EnvelopePart(
    Event event,
    long idHigh,
    long idLow,
    long correlationHigh,
    long correlationLow,
    int hops,
    long deadlineMillis)
    implements Arrival {

  static EnvelopePart of(Event event, Envelope envelope) {
    return new EnvelopePart(
        event,
        envelope.id().high(),
        envelope.id().low(),
        envelope.correlationId().high(),
        envelope.correlationId().low(),
        envelope.hops(),
        envelope.deadline().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
  }

  @Override
  public @Nullable Object owner() {
    return null;
  }
}
