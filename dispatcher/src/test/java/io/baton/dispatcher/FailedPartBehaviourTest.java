package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.AskFailedException;
import io.baton.agents.Closed;
import io.baton.agents.Join;
import io.baton.agents.JoinOf2;
import io.baton.agents.Missing;
import io.baton.agents.Parts;
import io.baton.agents.RunOutcome;
import io.baton.agents.VirtualTime;
import io.baton.agents.WhenFailed;
import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.events.JoinTimedOut;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One of two joined agents fails: the join's policy decides what becomes of the other's result. */
@ParameterizedClass
@EnumSource(Traced.class)
class FailedPartBehaviourTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Film(int n) implements Event {}

  record Script(int n) implements Event {}

  record Plan(String what) implements Event {}

  private static final Duration LIMIT = ofSeconds(20);
  private static final CorrelationId ONE = CorrelationId.of("one");

  private final Traced traced;
  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final ConcurrentLinkedQueue<Parts> partial = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<DeadLetter> letters = new ConcurrentLinkedQueue<>();
  private final CountDownLatch slow = new CountDownLatch(1);

  FailedPartBehaviourTest(Traced traced) {
    this.traced = traced;
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())), o -> o.emits(Food.class));
    router.on(Ask.class, "critic", (_, _) -> failing(), o -> o.emits(Film.class));
    router.listen(DeadLetter.class, "letters", letters::add);
  }

  private static List<Event> failing() {
    throw new IllegalStateException("no film today");
  }

  private AggregatorAgent planner(WhenFailed policy) {
    return planner(join().onFailure(policy));
  }

  private static JoinOf2<Food, Film> join() {
    return Join.of(Food.class, Film.class).within(ofSeconds(2));
  }

  private AggregatorAgent planner(JoinOf2<Food, Film> join) {
    return join.orPartial(
            (parts, _) -> {
              partial.add(parts);
              return List.of(new Plan("partial"));
            })
        .into((_, _) -> new Plan("whole"));
  }

  /** Something of the same run that goes on, so that joins do not starve meanwhile. */
  private void keepRunsBusy() {
    router.listen(Ask.class, "slow", _ -> Work.until(slow));
  }

  @Test
  void withPartialTheJoinClosesAtOnceWithWhatTheOtherHasBrought() throws Exception {
    keepRunsBusy();
    router.on("planner", planner(WhenFailed.PARTIAL));
    try (var dispatcher = traced.builder(router).time(time).start()) {
      var plan = dispatcher.ask(new Ask(1), Plan.class).get(LIMIT);

      assertThat(plan).isEqualTo(new Plan("partial"));
      slow.countDown();
    }
    assertPartial(Closed.FAILED);
  }

  @Test
  void withPartialAJoinWithoutARunClosesAtOnceToo() throws Exception {
    router.on("planner", planner(WhenFailed.PARTIAL));
    try (var dispatcher = traced.builder(router).time(time).start()) {
      dispatcher.dispatch(new Ask(1));

      assertThat(dispatcher.awaitDrained(LIMIT).drained()).isTrue();
    }
    assertPartial(Closed.FAILED);
  }

  @Test
  void byDefaultTheJoinGoesOnAndClosesByItsLimit() throws Exception {
    keepRunsBusy();
    router.on("planner", planner(join()));
    try (var dispatcher = traced.builder(router).time(time).start()) {
      var plan = dispatcher.ask(new Ask(1), Plan.class);
      await().atMost(LIMIT).until(() -> letters.size() == 1);
      assertThat(partial).isEmpty();
      time.advance(ofSeconds(2));

      assertThat(plan.get(LIMIT)).isEqualTo(new Plan("partial"));
      slow.countDown();
    }
    assertPartial(Closed.TIMED_OUT);
  }

  @Test
  void byDefaultTheJoinOfARunClosesWhenNothingElseOfItGoesOn() throws Exception {
    router.on("planner", planner(join()));
    try (var dispatcher = traced.builder(router).time(time).start()) {
      assertThat(dispatcher.ask(new Ask(1), Plan.class).get(LIMIT)).isEqualTo(new Plan("partial"));
    }
    assertPartial(Closed.STARVED);
  }

  @Test
  void withWaitTheJoinHoldsItsRunForThePartFromOutside() throws Exception {
    router.on("planner", planner(WhenFailed.WAIT));
    try (var dispatcher = traced.builder(router).time(time).start()) {
      var run = dispatcher.run(new Ask(1));
      assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
      assertThat(run.await(ofMillis(20)).outcome()).isEqualTo(RunOutcome.RUNNING);
      run.dispatch(new Film(1));

      var report = run.await(LIMIT);

      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(report.openJoins()).isZero();
      assertThat(dispatcher.awaitDrained(LIMIT).drained()).isTrue();
    }
    assertThat(partial).isEmpty();
  }

  @Test
  void withWaitTheJoinClosesAtItsLimitWhereThePartDoesNotCome() throws Exception {
    router.on("planner", planner(WhenFailed.WAIT));
    try (var dispatcher = traced.builder(router).time(time).start()) {
      var plan = dispatcher.ask(new Ask(1), Plan.class);
      assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
      assertThat(partial).isEmpty();
      time.advance(ofSeconds(2));

      assertThat(plan.get(LIMIT)).isEqualTo(new Plan("partial"));
    }
    assertPartial(Closed.TIMED_OUT);
  }

  @Test
  void withFailTheRunFailsAtOnceAndSaysWhy() throws Exception {
    keepRunsBusy();
    router.on("planner", planner(WhenFailed.FAIL));
    String why =
        "join planner can never be complete: it misses Film, and agent critic has failed:"
            + " java.lang.IllegalStateException: no film today";
    try (var dispatcher = traced.builder(router).time(time).start()) {
      var plan = dispatcher.ask(new Ask(1), Plan.class);

      assertThatThrownBy(() -> plan.get(LIMIT))
          .isInstanceOfSatisfying(
              AskFailedException.class,
              failed -> {
                assertThat(failed.report().outcome()).isEqualTo(RunOutcome.FAILED);
                assertThat(failed.report().reason()).contains(why);
                assertThat(failed.report().openJoins()).isZero();
              });
      slow.countDown();
      assertThat(dispatcher.awaitDrained(LIMIT).drained()).isTrue();
      assertThat(dispatcher.runs()).isEmpty();
    }
    assertThat(partial).isEmpty();
  }

  @Test
  void withFailAJoinWithoutARunBecomesADeadLetterAndTheDrainEnds() throws Exception {
    router.on("planner", planner(WhenFailed.FAIL));
    DrainReport report;
    try (var dispatcher = traced.builder(router).time(time).start()) {
      dispatcher.dispatch(new Ask(1), ONE);
      report = dispatcher.awaitDrained(LIMIT);
    }

    assertThat(report.drained()).isTrue();
    assertThat(report.openJoins()).isZero();
    assertThat(report.failed()).isEqualTo(2);
    assertThat(letters).extracting(DeadLetter::agent).containsExactly("critic", "planner");
    assertThat(letters)
        .last()
        .satisfies(letter -> {
          assertThat(letter.envelope().event()).isEqualTo(new Food(1));
          assertThat(letter.cause().type()).isEqualTo(JoinFailedException.class.getName());
        });
  }

  @Test
  void aFailedJoinIsAFailureForTheJoinThatWaitsForIt() throws Exception {
    router.on("planner", planner(WhenFailed.FAIL), o -> o.emits(Plan.class));
    router.on(
        "evening",
        Join.of(Plan.class, Ask.class).onFailure(WhenFailed.PARTIAL).into((_, _) -> new Script(1)));
    var told = new ConcurrentLinkedQueue<JoinTimedOut>();
    router.listen(JoinTimedOut.class, "told", told::add);
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      assertThat(dispatcher.awaitDrained(LIMIT).openJoins()).isZero();
    }

    assertThat(told)
        .containsExactly(new JoinTimedOut("evening", List.of(new Ask(1)), List.of("Plan")));
  }

  @Test
  void theFailureOfAnAgentThatDeclaresOtherEventsIsNone() throws Exception {
    router.on(Ask.class, "author", (_, _) -> failing(), o -> o.emits(Script.class));
    var listener = router.listen(Ask.class, "listener", _ -> failing());
    router.on("planner", planner(WhenFailed.FAIL));
    router.routes().get(1).remove();
    router.on(
        Ask.class, "critic", (ask, _) -> List.of(new Film(ask.n())), o -> o.emits(Film.class));
    var plans = new ConcurrentLinkedQueue<Event>();
    router.listen(Plan.class, "plans", plans::add);
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      assertThat(dispatcher.awaitDrained(LIMIT).failed()).isEqualTo(2);
    }

    assertThat(plans).containsExactly(new Plan("whole"));
    assertThat(listener.name()).isEqualTo("listener");
  }

  @Test
  void theFailureOfAnAgentThatDeclaresNothingMayBeThatOfAnyPart() throws Exception {
    router.routes().get(1).remove();
    router.on(Ask.class, "silent", (_, _) -> failing());
    router.on("planner", planner(WhenFailed.PARTIAL));
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      assertThat(dispatcher.awaitDrained(LIMIT).openJoins()).isZero();
    }
    assertPartial(Closed.FAILED);
  }

  @Test
  void aFailureUpstreamOfWhoBringsThePartCountsWhereItIsDeclared() throws Exception {
    router.routes().get(1).remove();
    router.on(Ask.class, "author", (_, _) -> failing(), o -> o.emits(Script.class));
    router.on(Script.class, "studio", (s, _) -> List.of(new Film(s.n())), o -> o.emits(Film.class));
    router.on("planner", planner(WhenFailed.PARTIAL));
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1));
      assertThat(dispatcher.awaitDrained(LIMIT).openJoins()).isZero();
    }
    assertPartial(Closed.FAILED);
  }

  @Test
  void anAgentIsFailedOnlyWhenItsLastAttemptHasFailed() throws Exception {
    router.routes().get(1).remove();
    router.on(
        Ask.class,
        "critic",
        (ask, context) -> context.attempt() < 3 ? failing() : List.of(new Film(ask.n())),
        o -> o.emits(Film.class).retry(Retry.attempts(3).backoff(ofMillis(1), ofMillis(1))));
    router.on("planner", planner(WhenFailed.FAIL));
    try (var dispatcher = traced.start(router)) {
      assertThat(dispatcher.ask(new Ask(1), Plan.class).get(LIMIT)).isEqualTo(new Plan("whole"));
    }
  }

  @Test
  void aPartThatTheJoinItselfCannotTakeIsLost() throws Exception {
    router.routes().get(1).remove();
    router.on(
        "planner",
        planner(
            join()
                .by(part -> part instanceof Film ? failing() : "tonight")
                .onFailure(WhenFailed.PARTIAL)));
    try (var dispatcher = traced.builder(router).time(time).start()) {
      dispatcher.dispatch(new Food(1));
      dispatcher.dispatch(new Film(1));
      assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
      assertThat(partial).as("its key is not known").isEmpty();
      time.advance(ofSeconds(2));
      assertThat(dispatcher.awaitDrained(LIMIT).drained()).isTrue();
    }
    assertPartial(Closed.TIMED_OUT);
  }

  @Test
  void manyRunsOfWhichSomeFailEachGetTheirOwnResult() throws Exception {
    router.routes().get(1).remove();
    router.on(
        Ask.class,
        "critic",
        (ask, _) -> ask.n() % 2 == 0 ? failing() : List.of(new Film(ask.n())),
        o -> o.emits(Film.class));
    var planner = planner(WhenFailed.PARTIAL);
    router.on("planner", planner);
    int runs = Crew.rounds(500);
    try (var dispatcher = traced.start(router)) {
      Crew.together(
          4,
          ofSeconds(60),
          crew -> {
            for (int i = 0; i < runs; i++) {
              var plan = dispatcher.ask(new Ask(crew + i), Plan.class).get(LIMIT);
              assertThat(plan).isEqualTo(new Plan((crew + i) % 2 == 0 ? "partial" : "whole"));
            }
          });
      assertThat(dispatcher.awaitDrained(LIMIT).openJoins()).isZero();
    }
    assertThat(planner.counts().completed()).isEqualTo(2L * runs);
    assertThat(partial).hasSize(2 * runs);
  }

  private void assertPartial(Closed closed) {
    assertThat(partial)
        .singleElement()
        .satisfies(parts -> {
          assertThat(parts.closed()).isEqualTo(closed);
          assertThat(parts.events()).containsExactly(new Food(1));
          assertThat(parts.missing()).extracting(Missing::slot).containsExactly("Film");
        });
  }
}
