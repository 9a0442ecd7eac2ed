package io.baton.tracing.json;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.events.Headers;
import io.baton.events.RunId;
import io.baton.events.Secret;
import io.baton.tracing.ThreadKind;
import io.baton.tracing.TraceEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trace events for tests, at least one of each type. */
final class Samples {

  record Ask(String mood) implements Event {}

  record Login(String user, @Secret String pin, Optional<Integer> apiKey, Map<String, String> more)
      implements Event {}

  static final Instant START = Instant.parse("2026-01-01T00:00:00.000001Z");
  static final CorrelationId MONDAY = new CorrelationId(0, 1);
  static final EventId ID = new EventId(0, 3);
  static final EventId PARENT = new EventId(0, 4);
  static final RunId RUN = new RunId(0, 5);
  static final Duration WAIT = Duration.ofNanos(2_000_001);
  static final Duration WORK = Duration.ofMillis(30);
  static final Failure FAILURE =
      new Failure("java.io.IOException", "no \"oven\"\n\u2028", "at Kitchen");

  private static final Envelope ROOT = Envelope.root(new Ask("sunny"), START);

  private Samples() {}

  static Envelope envelope(Event event) {
    return new Envelope(
        ID,
        MONDAY,
        Optional.of(PARENT),
        List.of(PARENT, new EventId(0, 6)),
        "cook",
        START,
        Optional.of("table 4"),
        2,
        Optional.of(START.plusSeconds(60)),
        Headers.of(Map.of("traceparent", "00-1-2-01", "tenant", "a")),
        event);
  }

  static List<TraceEvent> ofEachType() {
    return List.of(
        new TraceEvent.Dispatched(envelope(new Ask("rainy")), START),
        new TraceEvent.Unrouted(ROOT, START),
        new TraceEvent.Queued(MONDAY, ID, "cook", 0, START),
        new TraceEvent.AgentStarted(MONDAY, ID, "cook", 1, START, WAIT, ThreadKind.CPU),
        new TraceEvent.AgentEnded(MONDAY, ID, "cook", 1, START, WAIT, WORK, 2),
        new TraceEvent.AgentFailed(MONDAY, ID, "cook", 1, START, WAIT, WORK, FAILURE),
        new TraceEvent.TimedOut(MONDAY, ID, "cook", 1, START, WORK),
        new TraceEvent.Retried(MONDAY, ID, "cook", 1, START, WAIT, FAILURE),
        new TraceEvent.Recovered(MONDAY, ID, "cook", 1, START, "Bury"),
        new TraceEvent.Cancelled(MONDAY, ID, "cook", 1, START, WAIT, WORK),
        new TraceEvent.DeadLettered(MONDAY, ID, "cook", 1, START, FAILURE),
        new TraceEvent.Dropped(MONDAY, ID, "cook", 0, START),
        new TraceEvent.JoinOpened(MONDAY, ID, "planner", START),
        new TraceEvent.PartJoined(MONDAY, PARENT, "planner", ID, START),
        new TraceEvent.JoinClosed(
            MONDAY, "planner", ID, START, "TIMED_OUT", List.of(ID, PARENT), List.of("Film")),
        new TraceEvent.PartDropped(MONDAY, ID, "planner", START, "LATE"),
        new TraceEvent.MemoryChanged(MONDAY, ID, "plans", 5, "cook", START),
        new TraceEvent.RunStarted(MONDAY, RUN, Optional.of(new RunId(0, 9)), ID, START),
        new TraceEvent.RunStarted(MONDAY, RUN, Optional.empty(), ID, START),
        new TraceEvent.RunEnded(
            MONDAY, Optional.of(RUN), "COMPLETED", 3, 1, START, Optional.empty()),
        new TraceEvent.RunEnded(MONDAY, "EXPIRED", 3, 1, START),
        new TraceEvent.RunEnded(
            MONDAY, Optional.of(RUN), "CANCELLED", 3, 1, START, Optional.of("closing time")),
        new TraceEvent.Note(MONDAY, ID, "cook", 1, START, "the oven is hot"),
        new TraceEvent.ModelCalled(
            MONDAY,
            ID,
            "cook",
            1,
            START,
            "openai",
            "gpt",
            WORK,
            Optional.of(WAIT),
            1_200,
            350,
            Optional.of(new BigDecimal("0.01230")),
            "STOP",
            Optional.empty()),
        new TraceEvent.ModelCalled(
            MONDAY,
            ID,
            "cook",
            1,
            START,
            "",
            "gpt",
            WORK,
            Optional.empty(),
            0,
            0,
            Optional.empty(),
            "",
            Optional.of(FAILURE)),
        new TraceEvent.ToolCalled(
            MONDAY, ID, "cook", 1, START, "search", "call-1", WORK, Optional.of(FAILURE)));
  }

  static String written(List<? extends TraceEvent> events) {
    var out = new ByteArrayOutputStream();
    try (var writer = TraceWriter.to(out)) {
      events.forEach(writer::trace);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  static TraceReader reader(String lines) {
    return TraceReader.of(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
  }
}
