package io.baton.tracing;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.events.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Trace events for tests; their times are seconds after {@link #START}. */
final class Traces {

  sealed interface Evening extends Event {}

  record Ask(String mood) implements Evening {}

  record Food(String dish) implements Evening {}

  record Stranger() implements Event {}

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final CorrelationId MONDAY = new CorrelationId(0, 1);
  static final CorrelationId TUESDAY = new CorrelationId(0, 2);
  static final EventId ID = new EventId(0, 3);
  static final EventId PARENT = new EventId(0, 4);
  static final Duration WAIT = Duration.ofMillis(2);
  static final Duration WORK = Duration.ofMillis(30);
  static final Failure FAILURE =
      new Failure("java.io.IOException", "card 4711 refused", "at Bank.pay");

  private Traces() {}

  static Instant at(int second) {
    return START.plusSeconds(second);
  }

  static TraceEvent.Dispatched dispatched(CorrelationId correlation, String source, Event event) {
    return new TraceEvent.Dispatched(envelope(correlation, source, List.of(), event), START);
  }

  static Envelope envelope(
      CorrelationId correlation, String source, List<EventId> causes, Event event) {
    return new Envelope(
        ID,
        correlation,
        causes.stream().findFirst(),
        causes,
        source,
        START,
        Optional.of("customer 4711"),
        causes.size(),
        Optional.empty(),
        Headers.none(),
        event);
  }

  static TraceEvent.AgentStarted started(CorrelationId correlation, String agent, int second) {
    return new TraceEvent.AgentStarted(
        correlation, ID, agent, 1, at(second), WAIT, ThreadKind.VIRTUAL);
  }

  static TraceEvent.AgentEnded ended(CorrelationId correlation, String agent, int second) {
    return new TraceEvent.AgentEnded(correlation, ID, agent, 1, at(second), WAIT, WORK, 2);
  }

  static TraceEvent.AgentFailed failed(CorrelationId correlation, String agent, int second) {
    return new TraceEvent.AgentFailed(correlation, ID, agent, 1, at(second), WAIT, WORK, FAILURE);
  }

  static TraceEvent.Note note(CorrelationId correlation, String text) {
    return new TraceEvent.Note(correlation, ID, "cook", 1, START, text);
  }

  /** Note number {@code n}, of a correlation that no other number has. */
  static TraceEvent.Note numbered(int n) {
    return note(new CorrelationId(7, n), "" + n);
  }
}
