package io.baton.tracing;

import static io.baton.tracing.Traces.FAILURE;
import static io.baton.tracing.Traces.ID;
import static io.baton.tracing.Traces.MONDAY;
import static io.baton.tracing.Traces.PARENT;
import static io.baton.tracing.Traces.START;
import static io.baton.tracing.Traces.WAIT;
import static io.baton.tracing.Traces.WORK;
import static io.baton.tracing.Traces.envelope;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.baton.events.Envelope;
import io.baton.events.EventId;
import io.baton.events.RunId;
import io.baton.tracing.Traces.Ask;
import io.baton.tracing.Traces.Food;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Slf4jTracerTest {

  private static final String WHEN =
      " time=2026-01-01T00:00:00Z correlationid=00000000-0000-0000-0000-000000000001";
  private static final String DELIVERY =
      WHEN + " id=00000000-0000-0000-0000-000000000003 agent=cook attempt=1";

  private final CapturedLog log = new CapturedLog(Tracer.class, Level.DEBUG);
  private final Tracer tracer = Tracer.slf4j();

  @AfterEach
  void closeLog() {
    log.close();
  }

  static Stream<Arguments> traceEventsAndLines() {
    return Stream.of(
        Arguments.of(
            new TraceEvent.Dispatched(
                envelope(MONDAY, Envelope.APPLICATION, List.of(), new Ask("rainy 4711")), START),
            "trace=Dispatched"
                + WHEN
                + " id=00000000-0000-0000-0000-000000000003 source=application"
                + " type=io.baton.tracing.Traces$Ask hops=0"),
        Arguments.of(
            new TraceEvent.Unrouted(
                envelope(MONDAY, "cook", List.of(PARENT), new Food("soup 4711")), START),
            "trace=Unrouted"
                + WHEN
                + " id=00000000-0000-0000-0000-000000000003"
                + " causationid=00000000-0000-0000-0000-000000000004 source=cook"
                + " type=io.baton.tracing.Traces$Food hops=1"),
        Arguments.of(
            Traces.started(MONDAY, "cook", 0),
            "trace=AgentStarted" + DELIVERY + " queuewait=PT0.002S thread=VIRTUAL"),
        Arguments.of(
            new TraceEvent.Queued(MONDAY, ID, "cook", 1, START), "trace=Queued" + DELIVERY),
        Arguments.of(
            Traces.ended(MONDAY, "cook", 0),
            "trace=AgentEnded" + DELIVERY + " queuewait=PT0.002S work=PT0.03S answers=2"),
        Arguments.of(
            Traces.failed(MONDAY, "cook", 0),
            "trace=AgentFailed"
                + DELIVERY
                + " queuewait=PT0.002S work=PT0.03S cause=java.io.IOException"),
        Arguments.of(
            new TraceEvent.TimedOut(MONDAY, ID, "cook", 1, START, WORK),
            "trace=TimedOut" + DELIVERY + " limit=PT0.03S"),
        Arguments.of(
            new TraceEvent.Retried(MONDAY, ID, "cook", 1, START, WAIT, FAILURE),
            "trace=Retried" + DELIVERY + " delay=PT0.002S cause=java.io.IOException"),
        Arguments.of(
            new TraceEvent.Recovered(MONDAY, ID, "cook", 1, START, "Bury"),
            "trace=Recovered" + DELIVERY + " recovery=Bury"),
        Arguments.of(
            new TraceEvent.Cancelled(MONDAY, ID, "cook", 1, START, WAIT, WORK),
            "trace=Cancelled" + DELIVERY + " queuewait=PT0.002S work=PT0.03S"),
        Arguments.of(
            new TraceEvent.DeadLettered(MONDAY, ID, "cook", 1, START, FAILURE),
            "trace=DeadLettered" + DELIVERY + " cause=java.io.IOException"),
        Arguments.of(Traces.note(MONDAY, "card 4711"), "trace=Note" + DELIVERY + " length=9"),
        Arguments.of(
            new TraceEvent.JoinOpened(MONDAY, ID, "planner", START),
            "trace=JoinOpened" + WHEN + " id=00000000-0000-0000-0000-000000000003 join=planner"),
        Arguments.of(
            new TraceEvent.PartJoined(MONDAY, PARENT, "planner", ID, START),
            "trace=PartJoined"
                + WHEN
                + " id=00000000-0000-0000-0000-000000000004 join=planner"
                + " opener=00000000-0000-0000-0000-000000000003"),
        Arguments.of(
            new TraceEvent.JoinClosed(
                MONDAY, "planner", ID, START, "TIMED_OUT", List.of(ID, PARENT), List.of("Film")),
            "trace=JoinClosed"
                + WHEN
                + " join=planner opener=00000000-0000-0000-0000-000000000003 closed=TIMED_OUT parts=00000000-0000-0000-0000-000000000003,"
                + "00000000-0000-0000-0000-000000000004 missing=Film"),
        Arguments.of(
            new TraceEvent.PartDropped(MONDAY, ID, "planner", START, "LATE"),
            "trace=PartDropped"
                + WHEN
                + " id=00000000-0000-0000-0000-000000000003 join=planner fate=LATE"),
        Arguments.of(
            new TraceEvent.MemoryChanged(MONDAY, ID, "plans", 5, "cook", START),
            "trace=MemoryChanged"
                + WHEN
                + " id=00000000-0000-0000-0000-000000000003 key=plans version=5 agent=cook"),
        Arguments.of(
            new TraceEvent.RunStarted(
                MONDAY, new RunId(0, 7), Optional.of(new RunId(0, 6)), ID, START),
            "trace=RunStarted"
                + WHEN
                + " run=00000000-0000-0000-0000-000000000007"
                + " parent=00000000-0000-0000-0000-000000000006"
                + " id=00000000-0000-0000-0000-000000000003"),
        Arguments.of(
            new TraceEvent.RunEnded(
                MONDAY, Optional.of(new RunId(0, 7)), "EXPIRED", 3, 1, START, Optional.empty()),
            "trace=RunEnded"
                + WHEN
                + " run=00000000-0000-0000-0000-000000000007"
                + " outcome=EXPIRED handled=3 failed=1"),
        Arguments.of(
            new TraceEvent.RunEnded(MONDAY, "COMPLETED", 3, 1, START),
            "trace=RunEnded" + WHEN + " outcome=COMPLETED handled=3 failed=1"));
  }

  @ParameterizedTest
  @MethodSource("traceEventsAndLines")
  void eachTraceEventIsOneLineAtDebugWithoutPayload(TraceEvent event, String line) {
    tracer.trace(event);

    assertThat(log.lines()).containsExactly(line);
    assertThat(log.levels()).containsExactly(Level.DEBUG);
    assertThat(line).doesNotContain("4711");
  }

  @Test
  void outputOfAJoinNamesAllItsCauses() {
    var joined = envelope(MONDAY, "planner", List.of(PARENT, new EventId(0, 5)), new Food("soup"));

    tracer.trace(new TraceEvent.Dispatched(joined, START));

    assertThat(log.lines().getFirst())
        .contains(
            " causationid=00000000-0000-0000-0000-000000000004 "
                + "causes=00000000-0000-0000-0000-000000000004,"
                + "00000000-0000-0000-0000-000000000005 ");
  }

  @Test
  void nameCannotForgeALine() {
    tracer.trace(new TraceEvent.JoinOpened(MONDAY, ID, "a \"b\"=\\\nc\u2028{}", START));

    assertThat(log.lines().getFirst()).endsWith(" join=\"a \\\"b\\\"=\\\\\\u000ac\\u2028{}\"");
  }

  @Test
  void nameWithoutAnyTextStandsInQuotes() {
    tracer.trace(new TraceEvent.JoinOpened(MONDAY, ID, "", START));

    assertThat(log.lines().getFirst()).endsWith(" join=\"\"");
  }

  @Test
  void isEnabledAsLongAsTheLoggerTakesDebug() {
    assertThat(tracer.isEnabled()).isTrue();

    try (var _ = new CapturedLog(Tracer.class, Level.INFO)) {
      assertThat(tracer.isEnabled()).isFalse();
      tracer.trace(Traces.note(MONDAY, "quiet"));
    }

    assertThat(log.lines()).isEmpty();
  }
}
