package io.baton.samples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AgentContext;
import io.baton.agents.DetachedContext;
import io.baton.agents.Join;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Film;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.samples.docs.EveningDocsTest.Evening.Plan;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page on agents shows and claims about tests. */
class TestingDocsTest {

  @Test
  void agentIsTestedAlone() {
    // docs: detached
    var ask = new Ask("rainy");
    var context = DetachedContext.of(ask).answering(_ -> new Food("soup"));

    List<Plan> answer = host(ask, context);

    assertThat(answer).containsExactly(new Plan(new Food("soup"), new Film("rainy")));
    assertThat(context.emitted()).containsExactly(new Film("rainy"));
    assertThat(context.memory().get(MemoryDocsTest.SERVED)).isEqualTo(1);
    // end
    assertThat(context.attempt()).isEqualTo(1);
  }

  @Test
  void timeLimitOfAJoinIsTestedWithoutWaiting() throws Exception {
    // docs: virtual
    var time = VirtualTime.startingAt(Instant.EPOCH);
    var router = new Router();
    router.on(
        "planner",
        Join.of(Food.class, Film.class)
            .within(ofSeconds(2))
            .waitForOutside()
            .orPartial((parts, _) -> List.of(new Plan(parts.get(Food.class), new Film("none"))))
            .into(Plan::new));

    try (var dispatcher = AsyncDispatcher.builder(router).time(time).start()) {
      var plan = dispatcher.ask(new Food("soup"), Plan.class);
      assertThat(dispatcher.awaitIdle(ofSeconds(5))).isTrue(); // the join is open now
      time.advance(ofSeconds(2));

      assertThat(plan.get()).isEqualTo(new Plan(new Food("soup"), new Film("none")));
    }
    // end
  }

  private static List<Plan> host(Ask ask, AgentContext context) {
    try {
      var film = new Film(ask.mood());
      context.emit(film);
      context.memory().update(MemoryDocsTest.SERVED, n -> n + 1);
      return List.of(new Plan(context.ask(ask, Food.class).get(), film));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
