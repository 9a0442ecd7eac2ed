package io.baton.samples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.Ordering;
import io.baton.agents.RunReport;
import io.baton.agents.TypedAgent;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import io.baton.samples.docs.EveningDocsTest.Evening;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Film;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.samples.docs.EveningDocsTest.Evening.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What the page on agents shows and claims about agents and their contexts. */
class AgentsDocsTest {
  private final Queue<Event> log = new ConcurrentLinkedQueue<>();

  @Test
  void everyKindOfAgentGetsItsEvents() throws Exception {
    var menu = new Menu();

    // docs: kinds
    var router = new Router();
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.mood())));
    router.onAsync(Ask.class, "critic", (ask, _) -> find(ask).thenApply(List::of));
    router.listen(Evening.class, "log", log::add);
    router.on("menu", menu);
    // end
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask("rainy"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isZero();
    }

    assertThat(log)
        .containsExactlyInAnyOrder(new Ask("rainy"), new Food("rainy"), new Film("rainy"));
    assertThat(menu.served).containsExactly(Map.entry("rainy", 1));
  }

  private static CompletableFuture<Film> find(Ask ask) {
    return CompletableFuture.supplyAsync(() -> new Film(ask.mood()));
  }

  // docs: typed
  static final class Menu implements Agent<Food>, TypedAgent<Food> {
    private final Map<String, Integer> served = new HashMap<>();

    @Override
    public Set<Class<? extends Food>> accepts() {
      return Set.of(Food.class);
    }

    @Override
    public Ordering ordering() {
      return Ordering.SERIAL; // never called twice at once: a plain map will do
    }

    @Override
    public List<Event> receive(Food food, AgentContext context) {
      served.merge(food.dish(), 1, Integer::sum);
      return List.of();
    }
  }

  // end

  @Test
  void agentPublishesInThreeWays() throws Exception {
    var router = new Router();
    // docs: context
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          context.emit(new Food("bread")); // at once
          context.emitLater(new Food("cake"), ofMillis(5)); // then, if this ends well
          return List.of(new Food(ask.mood())); // when this has ended well
        });
    // end
    router.listen(Food.class, "log", log::add);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      RunReport report = dispatcher.run(new Ask("soup")).await(ofSeconds(10));

      assertThat(report.handled()).isEqualTo(4);
      assertThat(log)
          .containsExactlyInAnyOrder(new Food("bread"), new Food("soup"), new Food("cake"));
    }
  }

  @Test
  void failedAgentPublishesOnlyWhatItEmitted() throws Exception {
    var router = new Router();
    router.on(
        Ask.class,
        "cook",
        (_, context) -> {
          context.emit(new Food("bread"));
          context.emitLater(new Food("cake"), ofMillis(1));
          throw new IllegalStateException("the soup is burnt");
        });
    router.on(Ask.class, "critic", (_, _) -> null);
    router.listen(Food.class, "log", log::add);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask("rainy"));

      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isEqualTo(2);
      assertThat(log).containsExactly(new Food("bread"));
    }
  }

  @Test
  void agentAsksOthers() throws Exception {
    var router = new Router();
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.mood())));
    // docs: ask
    router.on(
        Film.class,
        "host",
        (film, context) -> {
          Food food = context.ask(new Ask("popcorn"), Food.class).get(ofSeconds(5));
          return List.of(new Plan(food, film));
        });
    // end

    try (var dispatcher = AsyncDispatcher.start(router)) {
      Plan plan = dispatcher.ask(new Film("Metropolis"), Plan.class).get(ofSeconds(10));

      assertThat(plan).isEqualTo(new Plan(new Food("popcorn"), new Film("Metropolis")));
    }
  }
}
