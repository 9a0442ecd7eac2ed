package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

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
  void theDiagramShowsTypesAgentsAndJoins() {
    router.on("planner", planner(), o -> o.emits(Evening.Plan.class));
    router.listen(Evening.Plan.class, "the \"guest\"", _ -> {});

    assertThat(router.toMermaid())
        .isEqualTo(
            """
            flowchart LR
              r0["cook"]
              e0(["Ask"])
              e0 --> r0
              e1(["Food"])
              r0 --> e1
              r1{{"planner"}}
              e2(["Film"])
              e2 --> r1
              e1 --> r1
              e3(["Plan"])
              r1 --> e3
              r2["the #quot;guest#quot;"]
              e3 --> r2
            """);
  }

  private static io.baton.agents.AggregatorAgent planner() {
    return Join.of(Evening.Food.class, Evening.Film.class)
        .into((food, film) -> new Evening.Plan(food.dish(), film.title()));
  }
}
