package io.baton.tracing;

import static io.baton.tracing.Traces.FAILURE;
import static io.baton.tracing.Traces.MONDAY;
import static io.baton.tracing.Traces.START;
import static io.baton.tracing.Traces.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.tracing.Traces.Ask;
import io.baton.tracing.Traces.Food;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExplanationTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<TraceEvent> record = new ArrayList<>();

  @Test
  void nothingRecordedExplainsNothing() {
    Explanation explanation = Explanation.of(List.of());

    assertThat(explanation.toText()).startsWith("nothing is known: no such correlation");
    assertThat(explanation.steps()).isEmpty();
    assertThat(explanation.totals().elapsed()).isZero();
    assertThat(explanation.toMermaid()).startsWith("flowchart TD\n");
  }

  @Test
  void eachAttemptIsToldWithItsOwnWaitAndWork() {
    dispatch(1, 0, "application", new Ask("rainy"));
    start(1, "cook", 1, 1);
    record.add(
        new TraceEvent.AgentFailed(
            MONDAY, id(1), "cook", 1, at(3), SECOND, Duration.ofSeconds(2), FAILURE));
    record.add(
        new TraceEvent.Retried(MONDAY, id(1), "cook", 1, at(3), Duration.ofSeconds(4), FAILURE));
    start(1, "cook", 2, 7);
    end(1, "cook", 2, 10, 3);

    Explanation.Delivery delivery = Explanation.of(record).deliveries().getFirst();

    assertThat(delivery.outcome()).isEqualTo(DeliveryOutcome.HANDLED);
    assertThat(delivery.attempts()).extracting(Explanation.Attempt::number).containsExactly(1, 2);
    assertThat(delivery.attempts().getFirst().failure()).contains(FAILURE);
    assertThat(delivery.queueWait()).isEqualTo(Duration.ofSeconds(2));
    assertThat(delivery.work()).isEqualTo(Duration.ofSeconds(5));
    assertThat(delivery.delay()).isEqualTo(Duration.ofSeconds(4));
    assertThat(delivery.retries()).isEqualTo(1);
    assertThat(delivery.started()).contains(at(1));
    assertThat(delivery.ended()).contains(at(10));
  }

  @Test
  void onlyTheSlowerBranchIsOnTheCriticalPath() {
    dispatch(1, 0, "application", new Ask("rainy"));
    start(1, "cook", 1, 0);
    start(1, "critic", 1, 0);
    end(1, "cook", 1, 1, 1);
    end(1, "critic", 1, 3, 3);

    Explanation explanation = Explanation.of(record);

    assertThat(explanation.deliveries())
        .filteredOn(Explanation.Delivery::isCritical)
        .extracting(Explanation.Delivery::agent)
        .containsExactly("critic");
    assertThat(explanation.steps().getFirst().isCritical()).isTrue();
  }

  @Test
  void whatGoesOnIsTheEndOfThePathAndWorksUntilNow() {
    dispatch(1, 0, "application", new Ask("rainy"));
    start(1, "cook", 1, 0);
    start(1, "critic", 1, 0);
    end(1, "critic", 1, 3, 3);

    Explanation explanation = Explanation.of(record, at(10));

    assertThat(explanation.open()).extracting(Explanation.Delivery::agent).containsExactly("cook");
    assertThat(explanation.open().getFirst().isCritical()).isTrue();
    assertThat(explanation.open().getFirst().work()).isEqualTo(Duration.ofSeconds(10));
    assertThat(explanation.toText())
        .contains("★ cook: running, waited 1.00 s, works since 10.00 s");
  }

  @Test
  void eventWhoseCauseIsNotKnownIsARootThatSaysSo() {
    dispatch(2, 1, "cook", new Food("soup"), 1);
    end(3, "guest", 1, 2, 1);

    Explanation explanation = Explanation.of(record);

    assertThat(explanation.roots()).extracting(Explanation.Step::id).containsExactly(id(2), id(3));
    assertThat(explanation.roots())
        .extracting(Explanation.Step::isOrphan)
        .containsExactly(true, false);
    assertThat(explanation.toText())
        .contains("Food[dish=soup]  +0 µs  (its cause is not known)")
        .contains("event 00000000-0000-0000-0000-000000000003, of which no more is known");
  }

  @Test
  void joinWhosePartsAreNotKnownIsStillShown() {
    record.add(
        new TraceEvent.JoinClosed(
            MONDAY, "planner", id(1), at(5), "TIMED_OUT", List.of(id(1)), List.of("Film")));
    dispatch(3, 5, "planner", new Food("soup"), 1);

    Explanation explanation = Explanation.of(record);

    assertThat(explanation.joins().getFirst().outputs()).containsExactly(id(3));
    assertThat(explanation.toText()).contains("join planner: timed out, 1 part", "missing: Film");
  }

  @Test
  void circleOfAForgedRecordIsDrawnOnce() {
    dispatch(1, 0, "cook", new Ask("a"), 2);
    dispatch(2, 0, "cook", new Ask("b"), 1);
    dispatch(3, 0, "cook", new Ask("c"), 3);
    start(1, "cook", 1, 0);
    start(2, "cook", 1, 0);

    Explanation explanation = Explanation.of(record);

    assertThat(explanation.steps()).hasSize(3);
    assertThat(explanation.toText()).contains("mood=a", "mood=b", "mood=c");
    assertThat(explanation.toMermaid()).isNotEmpty();
  }

  @Test
  void chainOfAHundredThousandEventsOverflowsNoStack() {
    dispatch(1, 0, "application", new Ask("0"));
    for (int n = 2; n <= 33_334; n++) {
      start(n - 1, "cook", 1, n);
      end(n - 1, "cook", 1, n, 0);
      dispatch(n, n, "cook", new Ask("n"), n - 1);
    }
    assertThat(record).hasSizeGreaterThanOrEqualTo(100_000);

    Explanation explanation = Explanation.of(record);

    assertThat(explanation.steps()).hasSize(33_334).allMatch(Explanation.Step::isCritical);
    assertThat(explanation.steps().getLast().depth()).isEqualTo(33_333);
    assertThat(explanation.toText().lines())
        .hasSizeGreaterThan(66_000)
        .allMatch(line -> line.length() <= 100);
    assertThat(explanation.toMermaid().lines()).hasSizeLessThan(3_000);
    assertThat(explanation.hashCode()).isEqualTo(Explanation.of(record).hashCode());
  }

  @Test
  void whateverIsMissingOrMixedUpNothingBreaks() {
    for (int seed = 0; seed < 200; seed++) {
      record.clear();
      evening();
      var random = new Random(seed);
      Collections.shuffle(record, random);
      var some = record.subList(0, random.nextInt(record.size() + 1));

      Explanation explanation = Explanation.of(some);

      assertThat(explanation.toText()).isNotEmpty();
      assertThat(explanation.toMermaid()).isNotEmpty();
      assertThat(explanation.steps()).doesNotHaveDuplicates();
    }
  }

  @Test
  void equalRecordsGiveEqualText() {
    evening();

    assertThat(Explanation.of(record).toText())
        .isEqualTo(Explanation.of(List.copyOf(record)).toText());
  }

  @Test
  void tokensAndCostAreAddedUp() {
    evening();

    Explanation explanation = Explanation.of(record);

    assertThat(explanation.totals().inputTokens()).isEqualTo(2_400);
    assertThat(explanation.totals().cost()).contains(new BigDecimal("0.020"));
    assertThat(explanation.toText())
        .contains("2 model calls, 2,400 tokens in, 600 out, cost 0.020")
        .contains("model gpt: 1,200 tokens in, 300 out, 1.00 s, cost 0.010")
        .contains("tool search: 1.00 s, failed: IOException: card 4711 refused");
  }

  @Test
  void lineIsNeverWiderThanAsked() {
    evening();
    dispatch(9, 1, "cook", new Ask("\u001b[2J" + "wide \u202e".repeat(100)), 1);

    assertThat(Explanation.of(record).toText(60, Redactor.byDefault()).lines())
        .allMatch(line -> line.length() <= 60);
    assertThat(Explanation.of(record).toText()).doesNotContain("\u001b", "\u202e");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Explanation.of(record).toText(39, Redactor.byDefault()))
        .withMessage("columns must be at least 40, but is 39");
  }

  @Test
  void whatAnAgentDidIsToldInTheOrderOfTime() {
    dispatch(1, 0, "application", new Ask("rainy"));
    start(1, "cook", 1, 0);
    model(1, 1);
    record.add(new TraceEvent.Note(MONDAY, id(1), "cook", 1, at(2), "it wants a search"));
    record.add(
        new TraceEvent.ToolCalled(
            MONDAY, id(1), "cook", 1, at(3), "search", "c", SECOND, Optional.empty()));
    model(1, 4);

    assertThat(Explanation.of(record).toText())
        .containsSubsequence("model gpt", "it wants a search", "tool search", "model gpt");
  }

  @Test
  void aRunThatEndedEarlySaysWhy() {
    dispatch(1, 0, "application", new Ask("rainy"));
    record.add(
        new TraceEvent.RunEnded(
            MONDAY, Optional.empty(), "CANCELLED", 0, 0, at(1), Optional.of("closing time")));

    Explanation explanation = Explanation.of(record);

    assertThat(explanation.runs().getFirst().reason()).contains("closing time");
    assertThat(explanation.toText()).contains("run cancelled: closing time\n");
  }

  @Test
  void aRetryThatIsNotMadeYetIsDue() {
    dispatch(1, 0, "application", new Ask("rainy"));
    start(1, "cook", 1, 0);
    record.add(
        new TraceEvent.AgentFailed(MONDAY, id(1), "cook", 1, at(1), SECOND, SECOND, FAILURE));
    record.add(new TraceEvent.Retried(MONDAY, id(1), "cook", 1, at(1), SECOND, FAILURE));

    assertThat(Explanation.of(record).toText())
        .contains("cook: retrying, waited 1.00 s, worked 1.00 s, retry due after 1.00 s");
  }

  @Test
  void aRedispatchIsNoRetry() {
    dispatch(1, 0, "application", new Ask("rainy"));
    start(1, "cook", 1, 0);
    record.add(
        new TraceEvent.AgentFailed(MONDAY, id(1), "cook", 1, at(1), SECOND, SECOND, FAILURE));
    record.add(new TraceEvent.Recovered(MONDAY, id(1), "cook", 1, at(1), "FailRun"));
    record.add(new TraceEvent.DeadLettered(MONDAY, id(1), "cook", 1, at(1), FAILURE));
    start(1, "cook", 1, 8);
    end(1, "cook", 1, 9, 1);

    Explanation explanation = Explanation.of(record);

    assertThat(explanation.totals().retries()).isZero();
    assertThat(explanation.toText())
        .containsSubsequence("attempt 1 failed", "redispatched, attempt 1  +8.00 s", "fail run")
        .doesNotContain("retry");
  }

  @Test
  void reasonOfAForgedRecordCannotReachTheTerminal() {
    dispatch(1, 0, "application", new Ask("rainy"));
    record.add(
        new TraceEvent.JoinClosed(
            MONDAY, "menu", id(1), at(1), "\u001b[2Jgone\u202e", List.of(id(1)), List.of()));

    assertThat(Explanation.of(record).toText())
        .contains("[2jgone")
        .doesNotContain("\u001b", "\u202e");
  }

  @Test
  void diagramHasNoMoreEdgesThanMermaidDraws() {
    for (int n = 1; n <= 150; n++) {
      dispatch(n, n, "application", new Ask("rainy"));
      for (int agent = 1; agent <= 9; agent++) {
        start(n, "cook" + agent, 1, n);
      }
    }

    String diagram = Explanation.of(record).toMermaid();

    assertThat(diagram.lines().filter(line -> line.contains(" --> ") || line.contains(" ==> ")))
        .hasSizeBetween(400, 500);
    assertThat(diagram).contains("and 100 events more");
  }

  @Test
  void nameCannotBreakOutOfADiagram() {
    dispatch(1, 0, "application", new Ask("rainy"));
    start(1, "a\"] --> x[\"<script>alert(1)</script>\n%%{init}", 1, 0);

    String diagram = Explanation.of(record).toMermaid();

    assertThat(diagram)
        .contains("a#34;#93; --#62; x#91;#34;#60;script#62;alert#40;1#41;#60;#47;script#62; ")
        .doesNotContain("<script>", "%%");
  }

  private void evening() {
    dispatch(1, 0, "application", new Ask("rainy"));
    start(1, "cook", 1, 0);
    model(1, 1);
    end(1, "cook", 1, 1, 1);
    dispatch(2, 1, "cook", new Food("soup"), 1);
    record.add(new TraceEvent.JoinOpened(MONDAY, id(2), "planner", at(1)));
    record.add(new TraceEvent.Queued(MONDAY, id(2), "taster", 0, at(1)));
    start(2, "taster", 1, 2);
    model(2, 3);
    record.add(
        new TraceEvent.ToolCalled(
            MONDAY, id(2), "taster", 1, at(3), "search", "c", SECOND, Optional.of(FAILURE)));
    end(2, "taster", 1, 4, 2);
    dispatch(3, 4, "taster", new Ask("again"), 2);
    record.add(new TraceEvent.PartJoined(MONDAY, id(3), "planner", id(2), at(4)));
    record.add(
        new TraceEvent.JoinClosed(
            MONDAY, "planner", id(2), at(4), "COMPLETE", List.of(id(2), id(3)), List.of()));
    start(2, "planner", 1, 4);
    end(2, "planner", 1, 5, 1);
    dispatch(4, 5, "planner", new Food("plan"), 2, 3);
    record.add(new TraceEvent.PartDropped(MONDAY, id(4), "planner", at(5), "LATE"));
    record.add(new TraceEvent.DeadLettered(MONDAY, id(4), "guest", 0, at(6), FAILURE));
    record.add(new TraceEvent.RunEnded(MONDAY, "FAILED", 3, 1, at(6)));
  }

  private void model(int n, int second) {
    record.add(
        new TraceEvent.ModelCalled(
            MONDAY,
            id(n),
            n == 1 ? "cook" : "taster",
            1,
            at(second),
            "openai",
            "gpt",
            SECOND,
            Optional.empty(),
            1_200,
            300,
            Optional.of(new BigDecimal("0.010")),
            "STOP",
            Optional.empty()));
  }

  private void dispatch(int n, int second, String source, Event event, int... causes) {
    var ids = Arrays.stream(causes).mapToObj(ExplanationTest::id).toList();
    var envelope =
        new Envelope(
            id(n),
            MONDAY,
            ids.stream().findFirst(),
            ids,
            source,
            START,
            Optional.empty(),
            ids.size(),
            Optional.empty(),
            Headers.none(),
            event);
    record.add(new TraceEvent.Dispatched(envelope, at(second)));
  }

  private void start(int n, String agent, int attempt, int second) {
    record.add(
        new TraceEvent.AgentStarted(
            MONDAY, id(n), agent, attempt, at(second), SECOND, ThreadKind.VIRTUAL));
  }

  private void end(int n, String agent, int attempt, int second, int work) {
    record.add(
        new TraceEvent.AgentEnded(
            MONDAY, id(n), agent, attempt, at(second), SECOND, Duration.ofSeconds(work), 1));
  }

  private static EventId id(int n) {
    return new EventId(0, n);
  }
}
