package io.baton.samples.docs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Answer;
import io.baton.agents.RunOutcome;
import io.baton.agents.RunReport;
import io.baton.agents.TimeSource;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Background;
import io.baton.dispatcher.Router;
import io.baton.dispatcher.Run;
import io.baton.dispatcher.RunOptions;
import io.baton.dispatcher.Spawned;
import io.baton.events.Envelope;
import io.baton.events.RunCancelled;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Film;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the page on runs shows. */
class RunsPageDocsTest {
  private final Queue<String> log = new ConcurrentLinkedQueue<>();

  private static Router router() {
    var router = new Router();
    router.on(
        Ask.class,
        "cook",
        (ask, _) -> List.of(new Food(ask.mood()), new Food("more " + ask.mood())));
    router.listen(Food.class, "waiter", _ -> {});
    return router;
  }

  @Test
  void optionsBoundARun() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      // docs: options
      Run run =
          dispatcher.run(
              new Ask("rainy"),
              o -> o.within(ofMinutes(1)).maxEvents(10_000).header("tenant", "7"));
      Answer<Food> answer =
          dispatcher.ask(new Ask("sunny"), Food.class, RunsPageDocsTest::forAMinute);
      // end

      assertThat(run.await(ofSeconds(10)).events()).isEqualTo(3);
      assertThat(answer.get()).isEqualTo(new Food("sunny"));
    }
  }

  // docs: options
  static RunOptions forAMinute(RunOptions options) {
    return options.within(ofMinutes(1)).maxHops(20);
  }

  // end

  @Test
  void allAnswersAreGiven() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      // docs: all
      List<Food> dishes = dispatcher.askAll(new Ask("rainy"), Food.class).get();
      // end

      assertThat(dishes).containsExactly(new Food("rainy"), new Food("more rainy"));
    }
  }

  @Test
  void eventsAreSeenAsTheyAreRouted() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      // docs: events
      Run run = dispatcher.run(new Ask("rainy"), o -> o.keepEvents(1_000));
      for (Envelope envelope : run.events()) { // waits for the next one; ends with the run
        log.add(envelope.source() + ": " + envelope.event());
      }
      // end

      assertThat(log).hasSize(3).last().asString().isEqualTo("cook: Food[dish=more rainy]");
    }
  }

  @Test
  void cancelledRunTellsWhenItHasStopped() throws Exception {
    var router = router();
    // docs: cancel
    router.listen(RunCancelled.class, "alarm", cancelled -> log.add(cancelled.reason()));
    // end
    var isBusy = new CountDownLatch(1);
    var mayLeave = new CountDownLatch(1);
    router.listen(RunCancelled.class, "usher", _ -> mayLeave.countDown());
    router.listen(
        Film.class,
        "guest",
        _ -> {
          isBusy.countDown();
          mayLeave.await();
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      Run run = dispatcher.run(new Film("Metropolis"));
      isBusy.await();
      // docs: cancel

      run.cancel("the guests have left");
      RunReport told = run.await(ofSeconds(1)); // at once
      RunReport stopped = run.ended().get(); // when the last agent has really ended
      // end

      assertThat(told.outcome()).isEqualTo(RunOutcome.CANCELLED);
      assertThat(stopped.active()).isZero();
      dispatcher.awaitDrained(ofSeconds(10));
      assertThat(log).containsExactly("the guests have left");
    }
  }

  @Test
  void agentAsksAnother() throws Exception {
    var router = router();
    // docs: child
    router.on(
        Film.class,
        "critic",
        (film, context) -> {
          Answer<Food> snack = context.ask(new Ask(film.title()), Food.class);
          return List.of(new Ask(snack.get().dish()));
        });
    // end

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var report = dispatcher.run(new Film("Metropolis")).await(ofSeconds(10));

      assertThat(report.failed()).isZero();
      assertThat(report.events()).isEqualTo(7);
    }
  }

  @Test
  void codeAndTimersRunBesideTheAgents() throws Exception {
    var moods = new ArrayList<>(List.of("rainy", "sunny"));
    try (var dispatcher = AsyncDispatcher.start(router())) {
      // docs: beside
      Spawned<Integer> feeder =
          dispatcher.spawn(
              "feeder",
              () -> {
                moods.forEach(mood -> dispatcher.dispatch(new Ask(mood)));
                return moods.size();
              });

      Background background = dispatcher.background();
      TimeSource.Timer daily = background.every(ofMinutes(24 * 60), new Ask("hungry"));
      background.after(ofMinutes(5), new Ask("tired"));
      // end

      assertThat(dispatcher.awaitDrained(ofSeconds(10)).handled()).isEqualTo(6);
      assertThat(feeder.future().get()).isEqualTo(2);
      daily.cancel();
    }
  }
}
