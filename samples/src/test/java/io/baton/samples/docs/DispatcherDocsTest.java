package io.baton.samples.docs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.agents.Agent;
import io.baton.agents.Join;
import io.baton.agents.Ordering;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DispatcherClosedException;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Execution;
import io.baton.dispatcher.Overflow;
import io.baton.dispatcher.Problem;
import io.baton.dispatcher.Route;
import io.baton.dispatcher.RouteOptions;
import io.baton.dispatcher.Router;
import io.baton.dispatcher.UnroutedPolicy;
import io.baton.dispatcher.WaitStrategy;
import io.baton.events.Event;
import io.baton.events.TerminateEvent;
import io.baton.events.Unrouted;
import io.baton.samples.docs.EveningDocsTest.Evening;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Film;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.samples.docs.EveningDocsTest.Evening.Plan;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What the page on the dispatcher shows and claims about routes, bounds and the end. */
class DispatcherDocsTest {
  private final Queue<Event> log = new ConcurrentLinkedQueue<>();
  private final Agent<Ask> cook = (ask, _) -> List.of(new Food(ask.mood()));

  @Test
  void routesComeAndGo() throws Exception {
    // docs: routes
    var router = new Router();
    Route route = router.on(Ask.class, "cook", cook, o -> o.when(ask -> ask.mood().length() < 9));
    router.on(Food.class, "waiter", (_, _) -> List.of(), o -> o.concurrency(2).emits(Plan.class));
    router.listen(Evening.class, "log", log::add, o -> o.execution(Execution.INLINE));
    // end
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask("rainy"));
      dispatcher.dispatch(new Ask("thunderstorm"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isZero();
      route.remove();
      dispatcher.dispatch(new Ask("sunny"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isZero();
    }

    assertThat(log)
        .containsExactlyInAnyOrder(
            new Ask("rainy"), new Food("rainy"), new Ask("thunderstorm"), new Ask("sunny"));
  }

  @Test
  void optionsAreSharedByReference() throws Exception {
    var router = new Router();
    Agent<Event> logger =
        (event, _) -> {
          log.add(event);
          return List.of();
        };
    // docs: shared
    router.on(Ask.class, "first", logger, DispatcherDocsTest::inTurn);
    router.on(Food.class, "second", logger, DispatcherDocsTest::inTurn);
    // end
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 1_000; i++) {
        dispatcher.dispatch(new Ask("mood " + i));
      }
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isZero();
    }

    assertThat(log).hasSize(1_000).first().isEqualTo(new Ask("mood 0"));
    assertThat(log).last().isEqualTo(new Ask("mood 999"));
  }

  // docs: shared
  static <E extends Event> RouteOptions<E> inTurn(RouteOptions<E> options) {
    return options.ordered(Ordering.SERIAL).mailbox(100, Overflow.BLOCK);
  }

  // end

  @Test
  void fullDispatcherHoldsBackWhoeverIsOutside() throws Exception {
    var kitchen = new Semaphore(0);
    var router = new Router();
    router.on(
        Ask.class,
        "cook",
        (_, _) -> {
          kitchen.acquire();
          return List.of();
        });

    // docs: builder
    try (var dispatcher =
        AsyncDispatcher.builder(router)
            .name("kitchen")
            .ringSize(4)
            .maxInFlight(2)
            .waitStrategy(WaitStrategy.PARK)
            .closeTimeout(ofSeconds(5))
            .start()) {
      int accepted = 0;
      while (dispatcher.tryDispatch(new Ask("rainy"))) { // false when the ring is full
        accepted++;
      }
      // end
      assertThat(accepted).isBetween(4, 6);
      kitchen.release(1_000);
      dispatcher.dispatch(new Ask("sunny"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).handled()).isEqualTo(accepted + 1);
      // docs: builder
    }
    // end
  }

  @Test
  void closedDispatcherSaysSo() throws Exception {
    var router = new Router();
    router.on(Ask.class, "cook", cook);
    router.on(Food.class, "porter", (_, _) -> List.of(new TerminateEvent("the kitchen closes")));

    var dispatcher = AsyncDispatcher.start(router);
    dispatcher.dispatch(new Ask("rainy"));
    dispatcher.awaitDrained(ofMinutes(1));
    // docs: close
    DrainReport report = dispatcher.close(ofSeconds(5));
    // end

    assertThat(report.drained()).isTrue();
    assertThat(report.handled()).isEqualTo(2);
    assertThatExceptionOfType(DispatcherClosedException.class)
        .isThrownBy(() -> dispatcher.dispatch(new Ask("late")));
  }

  @Test
  void unroutedEventIsCountedAndTold() throws Exception {
    var router = new Router();
    router.listen(Unrouted.class, "lost", log::add);

    // docs: unrouted
    var builder = AsyncDispatcher.builder(router).unrouted(UnroutedPolicy.DEAD_LETTER);
    // end
    try (var dispatcher = builder.start()) {
      dispatcher.dispatch(new Ask("rainy"));
      var report = dispatcher.awaitDrained(ofMinutes(1));

      assertThat(report.unrouted()).isEqualTo(1);
      assertThat(report.dead()).isEqualTo(1);
      assertThat(log).hasSize(1);
    }
  }

  @Test
  void routerIsCheckedAndDrawn() throws Exception {
    // docs: check
    var router = new Router();
    router.on(Ask.class, "cook", cook, o -> o.emits(Food.class));
    router.on("planner", Join.of(Food.class, Film.class).into(Plan::new));

    List<Problem> problems = router.check(Plan.class); // Plan: callers ask for it
    // end

    assertThat(problems)
        .containsExactly(
            new Problem(
                Problem.Kind.JOIN_CANNOT_COMPLETE,
                "join planner waits for Film, which no route emits or takes"));
    var diagram = MarkdownPage.of("dispatcher/README.md").blocks("mermaid").getFirst();
    assertThat(router.toMermaid().lines()).containsExactlyElementsOf(diagram);
  }
}
