package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Join;
import io.baton.events.Event;
import io.baton.events.EventId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ChildRunJoinTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Film(int n) implements Event {}

  record Plan(int n) implements Event {}

  @Test
  void joinsOfTwoChildRunsOfOneCorrelationAnswerWithDifferentIds() throws Exception {
    Set<EventId> ids = ConcurrentHashMap.newKeySet();
    var router = new Router();
    router.on(
        Ask.class,
        "asker",
        (_, context) -> {
          var first = context.ask(new Food(1), Plan.class);
          var second = context.ask(new Food(2), Plan.class);
          return List.of(new Plan(first.get().n() + second.get().n()));
        });
    router.on(Food.class, "critic", (food, _) -> List.of(new Film(food.n())));
    router.on("planner", Join.of(Food.class, Film.class).into((food, _) -> new Plan(food.n())));
    router.on(
        Plan.class,
        "noter",
        (_, context) -> {
          ids.add(context.envelope().id());
          return List.of();
        });

    try (var dispatcher = AsyncDispatcher.start(router)) {
      Plan plan = dispatcher.ask(new Ask(0), Plan.class).get(ofSeconds(10));
      dispatcher.awaitDrained(ofSeconds(10));

      assertThat(plan).isEqualTo(new Plan(3));
      assertThat(ids).hasSize(3);
    }
  }
}
