package io.baton.tracing.viewer;

import io.baton.agents.Join;
import io.baton.agents.MemoryKey;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import io.baton.events.Secret;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A small system to look at: a cook and a critic, a planner that joins them, and a guest. */
final class Kitchen implements AutoCloseable {
  static final MemoryKey<Integer> SERVED = MemoryKey.of("served", 0);

  final CountDownLatch ovenIsHot = new CountDownLatch(1);
  final AtomicBoolean guestIsHungry = new AtomicBoolean(true);
  final AsyncDispatcher dispatcher;

  Kitchen(Viewer viewer) {
    dispatcher =
        AsyncDispatcher.builder(router()).name("kitchen").memoryHistory(10).tracer(viewer).start();
  }

  private Router router() {
    var router = new Router();
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          context.trace("the oven is on");
          if (ask.mood().equals("slow")) {
            ovenIsHot.await(1, TimeUnit.MINUTES);
          }
          return List.of(new Food("soup for " + ask.mood()));
        },
        o -> o.emits(Food.class));
    router.on(
        Ask.class,
        "critic",
        (ask, _) -> List.of(new Film("film for " + ask.mood())),
        o -> o.emits(Film.class));
    router.on(
        "planner",
        Join.of(Food.class, Film.class).into((food, film) -> new Plan(food.dish(), film.title())));
    router.on(
        Plan.class,
        "guest",
        (plan, context) -> {
          if (!guestIsHungry.get()) {
            throw new IllegalStateException("not hungry");
          }
          context.memory().update(SERVED, served -> served + 1);
          return List.of();
        });
    router.on(Pay.class, "till", (_, _) -> List.of());
    router.on(Tick.class, "clock", (_, _) -> List.of());
    return router;
  }

  @Override
  public void close() {
    ovenIsHot.countDown();
    dispatcher.close();
  }

  record Ask(String mood) implements Event {}

  record Food(String dish) implements Event {}

  record Film(String title) implements Event {}

  record Plan(String dish, String title) implements Event {}

  record Pay(int amount, @Secret String card, String apiKey) implements Event {}

  record Tick(int number) implements Event {}
}
