package io.baton.samples.programs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AgentContext;
import io.baton.agents.DetachedContext;
import io.baton.agents.Join;
import io.baton.agents.MemoryKey;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.samples.programs.Evening.Ask;
import io.baton.samples.programs.Evening.Film;
import io.baton.samples.programs.Evening.Food;
import io.baton.samples.programs.Evening.Plan;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a user tests agents: alone, and on virtual time. */
class TestingTest {
  private static final MemoryKey<Integer> SEEN = MemoryKey.of("seen", 0);
  private static final MemoryKey<List<String>> NOTES = MemoryKey.of("notes", List.of());

  @Test
  void agentIsTestedAlone() {
    var ask = new Ask("rainy");
    var context = DetachedContext.of(ask).attempt(2);

    List<Food> answer = cook(ask, context);

    assertThat(answer).containsExactly(new Food("rainy"));
    assertThat(context.memory().get(SEEN)).isEqualTo(1);
    assertThat(context.runMemory().get(NOTES)).containsExactly("rainy");
    assertThat(context.emitted()).isEmpty();
  }

  @Test
  void timeLimitOfAJoinIsTestedWithoutWaiting() throws Exception {
    var time = VirtualTime.startingAt(Instant.EPOCH);
    var router = new Router();
    router.on(Ask.class, "cook", TestingTest::cook);
    router.on(
        "planner",
        Join.of(Food.class, Film.class)
            .within(ofSeconds(2))
            .waitForOutside()
            .orPartial((parts, _) -> List.of(new Plan(parts.get(Food.class).dish(), "no film")))
            .into((food, film) -> new Plan(food.dish(), film.title())));

    try (var dispatcher = AsyncDispatcher.builder(router).time(time).start()) {
      var plan = dispatcher.ask(new Ask("rainy"), Plan.class);
      assertThat(dispatcher.awaitIdle(ofSeconds(5))).isTrue(); // real time; the join is open now
      time.advance(ofSeconds(2));

      assertThat(plan.get()).isEqualTo(new Plan("rainy", "no film"));
    }
  }

  private static List<Food> cook(Ask ask, AgentContext context) {
    context.memory().update(SEEN, n -> n + 1);
    context.runMemory().update(NOTES, notes -> append(notes, ask.mood()));
    return List.of(new Food(ask.mood()));
  }

  private static List<String> append(List<String> list, String text) {
    return Stream.concat(list.stream(), Stream.of(text)).toList();
  }
}
