package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.AgentContext;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.Closed;
import io.baton.agents.Join;
import io.baton.agents.Missing;
import io.baton.agents.Parts;
import io.baton.agents.WhenLate;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Traced.class)
class JoinBehaviourTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Film(int n) implements Event {}

  record Walk(int n) implements Event {}

  record Plan(int food, int film) implements Event {}

  private static final CorrelationId EVENING = CorrelationId.of("evening");

  private final Traced traced;
  private final Router router = new Router();
  private final ConcurrentLinkedQueue<Event> plans = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Envelope> envelopes = new ConcurrentLinkedQueue<>();

  JoinBehaviourTest(Traced traced) {
    this.traced = traced;
    router.on(
        Plan.class,
        "plans",
        (plan, context) -> {
          plans.add(plan);
          envelopes.add(context.envelope());
          return List.of();
        });
  }

  private static AggregatorAgent planner() {
    return Join.of(Food.class, Film.class).into((food, film) -> new Plan(food.n(), film.n()));
  }

  @Test
  void aJoinIsCompleteOnlyWhenEachNeededSlotIsFilled() throws Exception {
    var join =
        Join.slots()
            .need(Food.class, 2)
            .need(Film.class)
            .optional(Walk.class)
            .into((parts, _) -> List.of(new Plan(parts.all(Food.class).size(), 1)));
    router.on("planner", join);
    try (var dispatcher = traced.start(router)) {
      for (var part : List.of(new Food(1), new Walk(2), new Film(3))) {
        dispatcher.dispatch(part, EVENING);
        dispatcher.awaitDrained(ofSeconds(10));
        assertThat(plans).isEmpty();
        assertThat(join.open()).isEqualTo(1);
      }
      dispatcher.dispatch(new Food(4), EVENING);
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(plans).containsExactly(new Plan(2, 1));
    assertThat(join.open()).isZero();
  }

  @Test
  void partsInAnyOrderGiveTheSameResult() throws Exception {
    var join =
        Join.of(Food.class, Film.class, Walk.class)
            .into((food, film, walk) -> new Plan(food.n(), 10 * film.n() + walk.n()));
    router.on("planner", join);
    Event[] parts = {new Food(1), new Film(2), new Walk(3)};
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    try (var dispatcher = traced.start(router)) {
      for (var order : orders) {
        var correlation = CorrelationId.of("order " + order[0] + order[1]);
        for (int i : order) {
          dispatcher.dispatch(parts[i], correlation);
        }
      }
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(plans).hasSize(6).containsOnly(new Plan(1, 23));
    assertThat(envelopes.stream().map(Envelope::id)).doesNotHaveDuplicates();
    assertThat(envelopes.stream().map(Envelope::correlationId)).doesNotHaveDuplicates();
  }

  @Test
  void theIdOfTheOutputDoesNotDependOnTheOrderOfTheParts() throws Exception {
    for (var parts :
        List.of(List.of(new Food(1), new Film(2)), List.of(new Film(2), new Food(1)))) {
      var other = new Router();
      other.on("planner", planner());
      other.on(
          Plan.class,
          "plans",
          (_, context) -> {
            envelopes.add(context.envelope());
            return List.of();
          });
      try (var dispatcher = traced.start(other)) {
        parts.forEach(part -> dispatcher.dispatch(part, EVENING));
        dispatcher.awaitDrained(ofSeconds(10));
      }
    }

    assertThat(envelopes).hasSize(2);
    assertThat(envelopes.stream().map(Envelope::id).distinct()).hasSize(1);
  }

  @Test
  void eventsOfTenCorrelationsInterleavedNeverMix() throws Exception {
    router.on("planner", planner());
    try (var dispatcher = traced.start(router)) {
      for (int i = 0; i < 10; i++) {
        dispatcher.dispatch(new Food(i), CorrelationId.of("c" + i));
      }
      for (int i = 9; i >= 0; i--) {
        dispatcher.dispatch(new Film(i), CorrelationId.of("c" + i));
      }
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(plans)
        .hasSize(10)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 10).mapToObj(i -> (Event) new Plan(i, i)).toList());
  }

  @ParameterizedTest
  @EnumSource
  void partsThatComeAtTheSameInstantAreNeverLostOrDoubled(Execution execution) throws Exception {
    var join = planner();
    router.on(Ask.class, "cook", (a, _) -> List.of(new Food(a.n())), o -> o.execution(execution));
    router.on(Ask.class, "critic", (a, _) -> List.of(new Film(a.n())), o -> o.execution(execution));
    router.on("planner", join, o -> o.execution(execution));
    try (var dispatcher = traced.start(router)) {
      for (int i = 0; i < 1000; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(dispatcher.awaitDrained(ofSeconds(20)).drained()).isTrue();
    }

    assertThat(plans).hasSize(1000);
    assertThat(new HashSet<>(plans)).hasSize(1000);
    assertThat(plans)
        .allSatisfy(plan -> assertThat(((Plan) plan).food()).isEqualTo(((Plan) plan).film()));
    assertThat(join.open()).isZero();
  }

  @Test
  void theOutputHasAllPartsAsCausesAndOneHopMoreThanTheHighest() throws Exception {
    var ids = new ConcurrentLinkedQueue<EventId>();
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          ids.add(context.envelope().id());
          return List.of(new Food(ask.n()));
        });
    router.on(
        Food.class,
        "taster",
        (_, context) -> {
          ids.add(context.envelope().id());
          return List.of();
        });
    router.on(
        "planner", Join.of(Ask.class, Food.class).into((ask, food) -> new Plan(food.n(), ask.n())));
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(1), EVENING);
      dispatcher.awaitDrained(ofSeconds(10));
    }

    var output = envelopes.element();
    assertThat(output.causes()).containsExactlyElementsOf(ids);
    assertThat(output.causationId()).contains(ids.element());
    assertThat(output.hops()).isEqualTo(2);
    assertThat(output.source()).isEqualTo("planner");
    assertThat(output.correlationId()).isEqualTo(EVENING);
  }

  @ParameterizedTest
  @EnumSource
  void anAgentAfterAJoinThatItsEventHasClosedSeesItsOwnEnvelope(Execution execution)
      throws Exception {
    router.on(
        Ask.class,
        "cook and critic",
        (ask, _) -> List.of(new Food(ask.n()), new Film(ask.n())),
        o -> o.execution(execution));
    router.on(
        "planner",
        Join.of(Food.class, Film.class).into((food, film) -> new Plan(food.n(), film.n())),
        o -> o.execution(execution));
    router.on(
        Film.class,
        "after",
        (_, context) -> {
          envelopes.add(context.envelope());
          return List.of();
        },
        o -> o.execution(execution));

    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Ask(7), EVENING);
      Crew.drain(dispatcher);
    }

    assertThat(envelopes)
        .filteredOn(envelope -> envelope.event().equals(new Film(7)))
        .singleElement()
        .satisfies(envelope -> assertThat(envelope.hops()).isEqualTo(1));
  }

  @Test
  void whoeverWaitsGetsThePartsAndASecondWaiterAfterATimeOutStillWorks() throws Exception {
    var join = planner();
    router.on("planner", join);
    try (var dispatcher = traced.start(router)) {
      assertThat(join.awaitJoined(EVENING, ofMillis(20)).events()).isEmpty();
      dispatcher.dispatch(new Food(1), EVENING);
      dispatcher.awaitDrained(ofSeconds(10));

      var partial = join.awaitJoined(EVENING, ofMillis(20));
      assertThat(partial.events()).containsExactly(new Food(1));
      assertThat(partial.closed()).isEqualTo(Closed.OPEN);
      assertThat(partial.missing()).extracting(Missing::slot).containsExactly("Film");

      var second = new FutureTask<Parts>(() -> join.awaitJoined(EVENING, ofSeconds(10)));
      var waiter = Thread.ofPlatform().start(second);
      await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
      dispatcher.dispatch(new Film(2), EVENING);
      assertThat(second.get().events()).containsExactly(new Food(1), new Film(2));
      assertThat(second.get().closed()).isEqualTo(Closed.COMPLETE);

      var after = join.awaitJoined(EVENING, ofMillis(0));
      assertThat(after.events()).containsExactly(new Food(1), new Film(2));
    }
  }

  @Test
  void whoeverWaitsIsToldWhenTheDispatcherCloses() throws Exception {
    var join = planner();
    router.on("planner", join);
    var waiting = new FutureTask<Parts>(() -> join.awaitJoined(EVENING, ofSeconds(20)));
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Food(1), EVENING);
      dispatcher.awaitDrained(ofSeconds(10));
      var waiter = Thread.ofPlatform().start(waiting);
      await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

      dispatcher.close(ofMillis(100));
    }

    assertThat(waiting.get(10, SECONDS).events()).containsExactly(new Food(1));
    assertThat(waiting.get().closed()).isEqualTo(Closed.OPEN);
    assertThat(join.awaitJoined(EVENING, ofSeconds(20)).events()).containsExactly(new Food(1));
  }

  @Test
  void overriddenProcessingMayAnswerSeveralEvents() throws Exception {
    var join =
        new AggregatorAgent(Join.of(Food.class, Film.class)) {
          @Override
          protected List<? extends Event> joined(Parts parts, AgentContext context) {
            int food = parts.get(Food.class).n();
            return List.of(new Plan(food, 0), new Plan(0, parts.get(Film.class).n()));
          }
        };
    router.on("planner", join);
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Food(1), EVENING);
      dispatcher.dispatch(new Film(2), EVENING);
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(plans).containsExactlyInAnyOrder(new Plan(1, 0), new Plan(0, 2));
    assertThat(envelopes.stream().map(Envelope::id)).doesNotHaveDuplicates();
  }

  @Test
  void aLatePartDoesNoHarmAndLeavesNothingBehind() throws Exception {
    var join = planner();
    router.on("planner", join);
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Food(1), EVENING);
      dispatcher.dispatch(new Film(2), EVENING);
      dispatcher.dispatch(new Film(3), EVENING);
      dispatcher.dispatch(new Food(4), EVENING);
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(report.openJoins()).isZero();
      assertThat(report.failed()).isZero();
    }
    assertThat(plans).containsExactly(new Plan(1, 2));
    assertThat(join.open()).isZero();
  }

  @Test
  void aLatePartIsADeadLetterWhereTheJoinSaysSo() throws Exception {
    router.on(
        "planner",
        Join.of(Food.class, Film.class)
            .onLate(WhenLate.DEAD_LETTER)
            .into((food, film) -> new Plan(food.n(), film.n())));
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Food(1), EVENING);
      dispatcher.dispatch(new Film(2), EVENING);
      dispatcher.dispatch(new Film(3), EVENING);
      dispatcher.awaitDrained(ofSeconds(10));

      var letter = dispatcher.deadLetters().list().getFirst();
      assertThat(letter.envelope().event()).isEqualTo(new Film(3));
      assertThat(letter.agent()).isEqualTo("planner");
      assertThat(letter.cause().message()).isEqualTo("the part came after its join had closed");
    }
  }

  @Test
  void anOpenJoinWithoutALimitDoesNotBlockTheDrainAndIsReported() throws Exception {
    router.on("planner", planner());
    try (var dispatcher = traced.start(router)) {
      dispatcher.dispatch(new Food(1));
      dispatcher.dispatch(new Food(2));
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(report.openJoins()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJoinWhoseFunctionFailsIsADeadLetterAndOthersAreNotAffected(Execution execution)
      throws Exception {
    var handled = new LongAdder();
    router.on(
        "planner",
        Join.of(Food.class, Film.class)
            .into((food, film) -> {
              if (food.n() == 0) {
                throw new IllegalStateException("no food");
              }
              return new Plan(food.n(), film.n());
            }),
        o -> o.execution(execution));
    router.listen(Food.class, "eater", _ -> handled.increment(), o -> o.execution(execution));
    try (var dispatcher = traced.start(router)) {
      for (int i = 0; i < 3; i++) {
        dispatcher.dispatch(new Food(i), CorrelationId.of("e" + i));
        dispatcher.dispatch(new Film(i), CorrelationId.of("e" + i));
      }
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(report.failed()).isEqualTo(1);
      assertThat(dispatcher.deadLetters().list().getFirst().cause().message()).isEqualTo("no food");
    }
    assertThat(plans).containsExactlyInAnyOrder(new Plan(1, 1), new Plan(2, 2));
    assertThat(handled.sum()).isEqualTo(3);
  }

  @Test
  void beyondTheMostOpenJoinsTheOldestClosesWithWhatItHas() throws Exception {
    var join =
        Join.of(Food.class, Film.class)
            .maxOpen(2)
            .orPartial((parts, _) -> List.of(new Plan(parts.get(Food.class).n(), -1)))
            .into((food, film) -> new Plan(food.n(), film.n()));
    router.on("planner", join);
    try (var dispatcher = traced.start(router)) {
      for (int i = 0; i < 4; i++) {
        dispatcher.dispatch(new Food(i));
      }
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(plans).containsExactlyInAnyOrder(new Plan(0, -1), new Plan(1, -1));
    assertThat(join.open()).isEqualTo(2);
  }
}
