package io.baton.samples.programs;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Route;
import io.baton.dispatcher.Router;
import io.baton.samples.programs.Evening.Ask;
import io.baton.samples.programs.Evening.Food;
import io.baton.samples.programs.Evening.Plan;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Routes come and go while the dispatcher runs. */
class DynamicTest {

  @Test
  void removedRouteIsReplacedWhileEventsFlow() throws Exception {
    Queue<Evening> log = new ConcurrentLinkedQueue<>();
    var router = new Router();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      Route cook =
          router.on(
              Ask.class,
              "cook",
              (ask, _) -> List.of(new Food(ask.mood())),
              o -> o.when(ask -> ask.mood().equals("rainy")));
      router.listen(Evening.class, "log", log::add);
      dispatcher.dispatch(new Ask("rainy"));
      dispatcher.dispatch(new Ask("sunny"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();

      cook.remove();
      router.on(Ask.class, "cook", (_, _) -> List.of(new Food("soup")));
      dispatcher.dispatch(new Ask("cloudy"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();

      assertThat(log)
          .containsExactlyInAnyOrder(
              new Ask("rainy"),
              new Food("rainy"),
              new Ask("sunny"),
              new Ask("cloudy"),
              new Food("soup"));
      assertThat(router.toMermaid()).contains("cook", "log");
      assertThat(router.check(Plan.class)).isEmpty();
    }
  }
}
