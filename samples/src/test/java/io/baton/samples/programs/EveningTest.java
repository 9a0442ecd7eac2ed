package io.baton.samples.programs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Join;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Router;
import io.baton.samples.programs.Evening.Ask;
import io.baton.samples.programs.Evening.Film;
import io.baton.samples.programs.Evening.Food;
import io.baton.samples.programs.Evening.Plan;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Two agents answer one question, and a join makes a plan of their answers. */
class EveningTest {
  private final Queue<Plan> plans = new ConcurrentLinkedQueue<>();

  @Test
  void oneQuestionGetsOneAnswer() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      Plan plan = dispatcher.ask(new Ask("rainy"), Plan.class).get();

      assertThat(plan).isEqualTo(new Plan("soup for rainy", "film for rainy"));
    }
  }

  @Test
  void batchIsDrainedWhenTheLastPlanIsMade() throws Exception {
    List<String> moods = List.of("rainy", "sunny", "tired");

    try (var dispatcher = AsyncDispatcher.start(router())) {
      for (String mood : moods) {
        dispatcher.dispatch(new Ask(mood));
      }
      DrainReport report = dispatcher.awaitDrained(ofMinutes(1));

      assertThat(report.drained()).isTrue();
      assertThat(report.failed()).isZero();
      assertThat(plans)
          .extracting(Plan::dish)
          .containsExactlyInAnyOrder("soup for rainy", "soup for sunny", "soup for tired");
      assertThat(plans).allMatch(plan -> plan.title().endsWith(plan.dish().substring(8)));
    }
  }

  private Router router() {
    var router = new Router();
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food("soup for " + ask.mood())));
    router.on(Ask.class, "critic", (ask, _) -> List.of(new Film("film for " + ask.mood())));
    router.on(
        "planner",
        Join.of(Food.class, Film.class)
            .within(ofSeconds(2))
            .into((food, film) -> new Plan(food.dish(), film.title())));
    router.listen(Plan.class, "plans", plans::add);
    return router;
  }
}
