package io.baton.agents;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.EventId;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A part with an id of its own. */
record TestPart(
    Event event,
    long idHigh,
    long idLow,
    long correlationHigh,
    long correlationLow,
    @Nullable Object owner,
    int hops,
    long deadlineMillis)
    implements Arrival {

  private static final AtomicLong IDS = new AtomicLong();

  static TestPart of(long correlation, Event event) {
    return new TestPart(event, 7, IDS.incrementAndGet(), 0, correlation, null, 0, Long.MAX_VALUE);
  }

  static TestPart of(Object owner, long correlation, Event event) {
    return of(correlation, event).ownedBy(owner);
  }

  static EventId newId() {
    return new EventId(7, IDS.incrementAndGet());
  }

  TestPart ownedBy(@Nullable Object run) {
    return new TestPart(
        event, idHigh, idLow, correlationHigh, correlationLow, run, hops, deadlineMillis);
  }

  TestPart withHops(int number) {
    return new TestPart(
        event, idHigh, idLow, correlationHigh, correlationLow, owner, number, deadlineMillis);
  }

  TestPart withDeadline(long millis) {
    return new TestPart(event, idHigh, idLow, correlationHigh, correlationLow, owner, hops, millis);
  }

  static CorrelationId correlation(long low) {
    return new CorrelationId(0, low);
  }
}
