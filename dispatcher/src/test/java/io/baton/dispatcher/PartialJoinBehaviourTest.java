package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.Closed;
import io.baton.agents.Join;
import io.baton.agents.Missing;
import io.baton.agents.Parts;
import io.baton.agents.RunOutcome;
import io.baton.agents.VirtualTime;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.JoinTimedOut;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Traced.class)
class PartialJoinBehaviourTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Film(int n) implements Event {}

  record Plan(String what) implements Event {}

  record Told(String what) implements Event {}

  record Evening(String plan, int film) implements Event {}

  private final Traced traced;
  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final ConcurrentLinkedQueue<Parts> partial = new ConcurrentLinkedQueue<>();

  PartialJoinBehaviourTest(Traced traced) {
    this.traced = traced;
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
  }

  private AggregatorAgent planner(boolean isTimed) {
    var join =
        Join.of(Food.class, Film.class)
            .orPartial((parts, _) -> {
              partial.add(parts);
              return List.of(new Plan("partial"));
            });
    return (isTimed ? join.within(ofSeconds(2)) : join).into((_, _) -> new Plan("whole"));
  }

  @Test
  void aJoinWithoutARunWhosePartNeverComesClosesAtItsLimitAndNamesTheMissingSlot()
      throws Exception {
    var join = planner(true);
    router.on("planner", join);
    var plans = new ConcurrentLinkedQueue<Event>();
    router.listen(Plan.class, "plans", plans::add);
    try (var dispatcher = traced.builder(router).time(time).start()) {
      dispatcher.dispatch(new Ask(1));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      time.advance(ofMillis(1999));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      var early = dispatcher.awaitDrained(ofMillis(20));
      assertThat(early.drained()).isFalse();
      assertThat(early.openJoins()).isEqualTo(1);
      assertThat(early.scheduled()).isEqualTo(1);
      assertThat(plans).isEmpty();

      time.advance(ofMillis(1));
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
    }

    assertThat(plans).containsExactly(new Plan("partial"));
    assertThat(partial)
        .singleElement()
        .satisfies(parts -> {
          assertThat(parts.closed()).isEqualTo(Closed.TIMED_OUT);
          assertThat(parts.events()).containsExactly(new Food(1));
          assertThat(parts.missing()).extracting(Missing::slot).containsExactly("Film");
        });
    assertThat(join.open()).isZero();
  }

  @Test
  void joinsOpenedOneAfterTheOtherCloseEachAtItsOwnLimit() throws Exception {
    var join = planner(true);
    router.on("planner", join);
    try (var dispatcher = traced.builder(router).time(time).start()) {
      for (int i = 1; i <= 3; i++) {
        dispatcher.dispatch(new Food(i), CorrelationId.of("c" + i));
        assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
        time.advance(ofMillis(500));
      }
      dispatcher.dispatch(new Film(2), CorrelationId.of("c2"));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      for (int left = 1; left >= 0; left--) {
        time.advance(ofSeconds(1));
        assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
        assertThat(join.open()).isEqualTo(left);
      }
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
    }

    assertThat(partial)
        .extracting(parts -> parts.get(Food.class))
        .containsExactly(new Food(1), new Food(3));
  }

  @Test
  void aJoinOfARunClosesAtOnceWhenNothingOfTheRunCanBringThePart() throws Exception {
    router.on("planner", planner(true));
    router.on(
        Ask.class,
        "critic",
        (_, _) -> {
          throw new IllegalStateException("no film today");
        });
    try (var dispatcher = traced.builder(router).time(time).start()) {
      var plan = dispatcher.ask(new Ask(1), Plan.class).get(ofSeconds(10));

      assertThat(plan).isEqualTo(new Plan("partial"));
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
    }
    assertThat(partial)
        .singleElement()
        .satisfies(parts -> {
          assertThat(parts.closed()).isEqualTo(Closed.STARVED);
          assertThat(parts.events()).containsExactly(new Food(1));
          assertThat(parts.missing()).extracting(Missing::slot).containsExactly("Film");
        });
  }

  @Test
  void aJoinOfARunWaitsAsLongAsAnAgentOfItWorks() throws Exception {
    var open = new CountDownLatch(1);
    router.on("planner", planner(false));
    router.on(
        Ask.class,
        "critic",
        (ask, _) -> {
          Work.until(open);
          return List.of(new Film(ask.n()));
        });
    try (var dispatcher = traced.start(router)) {
      var run = dispatcher.run(new Ask(1));
      var early = run.await(ofMillis(50));
      assertThat(early.outcome()).isEqualTo(RunOutcome.RUNNING);
      assertThat(early.openJoins()).isEqualTo(1);
      open.countDown();

      var report = run.await(ofSeconds(10));
      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(report.openJoins()).isZero();
    }
    assertThat(partial).isEmpty();
  }

  @Test
  void aStarvedJoinFeedsTheNextWhichIsThenWhole() throws Exception {
    var evenings = new ConcurrentLinkedQueue<Event>();
    router.on(
        "evening",
        Join.of(Plan.class, Ask.class).into((plan, ask) -> new Evening(plan.what(), ask.n())));
    router.on("planner", planner(false), o -> o.emits(Plan.class));
    router.listen(Evening.class, "evenings", evenings::add);
    try (var dispatcher = traced.start(router)) {
      var report = dispatcher.run(new Ask(7)).await(ofSeconds(10));

      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(report.openJoins()).isZero();
    }
    assertThat(evenings).containsExactly(new Evening("partial", 7));
  }

  @Test
  void aStarvedJoinFeedsTheNextAlsoByWayOfAnAgent() throws Exception {
    var evenings = new ConcurrentLinkedQueue<Event>();
    router.on(
        "evening",
        Join.of(Told.class, Ask.class).into((told, ask) -> new Evening(told.what(), ask.n())));
    router.on("planner", planner(false), o -> o.emits(Plan.class));
    router.on(
        Plan.class, "teller", (p, _) -> List.of(new Told(p.what())), o -> o.emits(Told.class));
    router.listen(Evening.class, "evenings", evenings::add);
    try (var dispatcher = traced.start(router)) {
      dispatcher.run(new Ask(7)).await(ofSeconds(10));
    }
    assertThat(evenings).containsExactly(new Evening("partial", 7));
  }

  @Test
  void thousandsOfJoinsOfOneRunStarveOneAfterTheOther() throws Exception {
    var keyed = Join.of(Told.class, Film.class).by(Object::toString).into((_, _) -> new Plan(""));
    router.on("keyed", keyed);
    router.on(
        Food.class,
        "many",
        (_, _) -> IntStream.range(0, 40_000).mapToObj(i -> new Told("" + i)).toList());
    try (var dispatcher = traced.builder(router).unrouted(UnroutedPolicy.IGNORE).start()) {
      var report = dispatcher.run(new Ask(1)).await(ofSeconds(30));

      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
    }
    assertThat(keyed.counts().starved()).isEqualTo(40_000);
  }

  @Test
  void withoutAFunctionForAPartialResultTheJoinAnswersThatItTimedOut() throws Exception {
    var timedOut = new ConcurrentLinkedQueue<JoinTimedOut>();
    router.on("planner", Join.of(Food.class, Film.class).into((_, _) -> new Plan("whole")));
    router.listen(JoinTimedOut.class, "told", timedOut::add);
    try (var dispatcher = traced.start(router)) {
      dispatcher.run(new Ask(1)).await(ofSeconds(10));
    }

    assertThat(timedOut)
        .containsExactly(new JoinTimedOut("planner", List.of(new Food(1)), List.of("Film")));
  }

  @Test
  void aJoinThatWaitsForOutsideHoldsItsRunUntilItsLimit() throws Exception {
    router.on(
        "planner",
        Join.of(Food.class, Film.class)
            .within(ofSeconds(2))
            .waitForOutside()
            .orPartial((_, _) -> List.of(new Plan("partial")))
            .into((_, _) -> new Plan("whole")));
    try (var dispatcher = traced.builder(router).time(time).start()) {
      var late = dispatcher.ask(new Ask(1), Plan.class);
      var whole = dispatcher.run(new Ask(2));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      assertThat(whole.await(ofMillis(20)).outcome()).isEqualTo(RunOutcome.RUNNING);
      whole.dispatch(new Film(2));
      assertThat(whole.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.COMPLETED);

      time.advance(ofSeconds(2));
      assertThat(late.get(ofSeconds(10))).isEqualTo(new Plan("partial"));
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
      assertThat(dispatcher.runs()).isEmpty();
    }
  }

  @Test
  void cancellingARunClosesItsJoinsWithoutAnAnswer() throws Exception {
    var join = Join.of(Food.class, Film.class).waitForOutside().into((_, _) -> new Plan("whole"));
    router.on("planner", join);
    try (var dispatcher = traced.start(router)) {
      var run = dispatcher.run(new Ask(1));
      dispatcher.awaitIdle(ofSeconds(10));
      assertThat(join.open()).isEqualTo(1);

      run.cancel("enough");

      assertThat(run.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.CANCELLED);
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).openJoins()).isZero();
      assertThat(dispatcher.runs()).isEmpty();
    }
  }
}
