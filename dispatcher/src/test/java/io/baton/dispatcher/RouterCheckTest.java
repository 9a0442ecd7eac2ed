package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.Join;
import io.baton.dispatcher.Problem.Kind;
import io.baton.events.Event;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterCheckTest {

  sealed interface Evening extends Event {
    record Ask(String mood) implements Evening {}

    record Food(String dish) implements Evening {}

    record Film(String title) implements Evening {}

    record Plan(String dish, String title) implements Evening {}
  }

  private final Router router = new Router();

  @BeforeEach
  void routeQuestionsToTheCook() {
    router.on(
        Evening.Ask.class,
        "cook",
        (ask, _) -> List.of(new Evening.Food(ask.mood())),
        o -> o.emits(Evening.Food.class));
  }

  @Test
  void aSubtypeOfASealedEventThatNobodyHandlesIsAProblem() {
    router.listen(Evening.Food.class, "guest", _ -> {});

    assertThat(router.check())
        .containsExactly(
            new Problem(
                Kind.UNHANDLED_SUBTYPE,
                "Film, a subtype of the sealed Evening, is handled by no route"),
            new Problem(
                Kind.UNHANDLED_SUBTYPE,
                "Plan, a subtype of the sealed Evening, is handled by no route"));
  }

  @Test
  void aTypeThatCallersAskForNeedsNoRoute() {
    router.listen(Evening.Food.class, "guest", _ -> {});

    assertThat(router.check(Evening.Plan.class, Evening.Film.class)).isEmpty();
    assertThat(router.check(Evening.class)).isEmpty();
  }

  @Test
  void aRouteOnTheSealedParentHandlesAllOfThem() {
    router.listen(Evening.class, "guest", _ -> {});

    assertThat(router.check()).isEmpty();
  }

  @Test
  void aDeclaredEmissionThatNobodyTakesIsAProblem() {
    var problems = router.check(Evening.Plan.class, Evening.Film.class);

    assertThat(problems)
        .contains(
            new Problem(
                Kind.EMISSION_NOT_TAKEN,
                "route cook emits Food, which no route takes; "
                    + "name it to check(...) if a caller asks for it"));
  }

  @Test
  void aJoinWithASlotThatNobodyFillsIsAProblem() {
    router.on("planner", planner());
    router.listen(Evening.Plan.class, "guest", _ -> {});

    assertThat(router.check())
        .containsExactly(
            new Problem(
                Kind.JOIN_CANNOT_COMPLETE,
                "join planner waits for Film, which no route emits or takes"));
  }

  @Test
  void aJoinThatHasItsPartsIsNoProblem() {
    router.on("planner", planner());
    router.on(
        Evening.Ask.class,
        "critic",
        (ask, _) -> List.of(new Evening.Film(ask.mood())),
        o -> o.emits(Evening.Film.class));
    router.listen(Evening.Plan.class, "guest", _ -> {});

    assertThat(router.check()).isEmpty();
  }

  @Test
  void aJoinThatCanSpareAPartWhichNobodyBringsIsNoProblem() {
    router.on(
        "planner",
        Join.slots()
            .need(Evening.Food.class)
            .need(Evening.Film.class)
            .optional(Evening.Plan.class)
            .quorum(1)
            .into((_, _) -> List.of()));

    assertThat(router.check(Evening.class)).isEmpty();
  }

  @Test
  void aJoinWhoseQuorumNeedsWhatNobodyBringsIsAProblem() {
    router.on(
        "planner",
        Join.slots()
            .need(Evening.Food.class)
            .need(Evening.Film.class, 3)
            .quorum(2)
            .into((_, _) -> List.of()));

    assertThat(router.check(Evening.class))
        .containsExactly(
            new Problem(
                Kind.JOIN_CANNOT_COMPLETE,
                "join planner waits for Film, which no route emits or takes"));
  }

  @Test
  void aJoinNeitherFillsItsOwnSlotsNorIsItAProblemWhileAnAgentDeclaresNothing() {
    router.on("planner", planner(), o -> o.emits(Evening.Film.class));
    assertThat(router.check(Evening.class))
        .extracting(Problem::kind)
        .contains(Kind.JOIN_CANNOT_COMPLETE);

    router.on(Evening.Ask.class, "silent", (_, _) -> List.of());

    assertThat(router.check(Evening.class))
        .extracting(Problem::kind)
        .doesNotContain(Kind.JOIN_CANNOT_COMPLETE);
  }

  @Test
  void aLoopOfDeclaredEmissionsWithoutAnEndIsAProblem() {
    route(Act.Ask.class, "ping", Act.Reply.class);
    route(Act.Reply.class, "pong", Act.Tick.class);
    route(Act.Tick.class, "tick", Act.Ask.class);
    router.listen(Act.class, "log", _ -> {});

    assertThat(router.check(Evening.class))
        .containsExactly(
            new Problem(
                Kind.ENDLESS_LOOP,
                "the loop ping -> pong -> tick -> ping has no end: give one of its routes a"
                    + " when(...), or declare by emits(...) the event that leads out of it"));
  }

  @Test
  void anAgentThatFeedsOnlyItselfIsALoop() {
    route(Act.Tick.class, "clock", Act.Tick.class);

    assertThat(router.check(Evening.class, Act.class))
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.message()).startsWith("the loop clock -> clock has no end"));
  }

  @Test
  void aLoopWithAPredicateOrAnEmissionThatLeadsOutOfItIsNoProblem() {
    router.on(
        Act.Ask.class, "ping", (_, _) -> List.of(), o -> o.when(_ -> true).emits(Act.Reply.class));
    route(Act.Reply.class, "pong", Act.Ask.class, Act.Left.class);
    route(Act.Left.class, "left", Act.Right.class);
    route(Act.Right.class, "right", Act.Left.class, Act.Both.class);

    assertThat(router.check(Evening.class, Act.class)).isEmpty();
  }

  @Test
  void aSmallLoopWithoutAnEndInsideOfOneThatHasOneIsAProblem() {
    route(Act.Ask.class, "ping", Act.Reply.class);
    route(Act.Reply.class, "pong", Act.Ask.class);
    route(Act.Ask.class, "way-out", Act.Reply.class, Act.Both.class);

    assertThat(router.check(Evening.class, Act.class))
        .extracting(Problem::message)
        .containsExactly(
            "the loop ping -> pong -> ping has no end: give one of its routes a when(...), or"
                + " declare by emits(...) the event that leads out of it");
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  private void route(Class<? extends Act> type, String name, Class<? extends Act>... emits) {
    router.on(type, name, (_, _) -> List.of(), o -> o.emits(emits));
  }

  private static AggregatorAgent planner() {
    return Join.of(Evening.Food.class, Evening.Film.class)
        .into((food, film) -> new Evening.Plan(food.dish(), film.title()));
  }
}
