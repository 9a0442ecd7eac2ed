package io.baton.samples.docs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.agents.AskFailedException;
import io.baton.agents.RunOutcome;
import io.baton.agents.RunReport;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DeadLetters;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Router;
import io.baton.dispatcher.Run;
import io.baton.events.DeadLetter;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Film;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.samples.docs.EveningDocsTest.Evening.Plan;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the page on the dispatcher shows and claims about runs, waiting and failures. */
class RunsDocsTest {
  private final Queue<String> served = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isOvenBroken = new AtomicBoolean();

  @Test
  void runIsAwaitedWithAllThatItCauses() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      // docs: run
      Run run = dispatcher.run(new Ask("rainy"));
      RunReport report = run.await(ofSeconds(10));
      // end

      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(report.handled()).isEqualTo(2);
      assertThat(served).containsExactly("rainy");
    }
  }

  @Test
  void questionIsAnswered() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      // docs: ask
      Food food = dispatcher.ask(new Ask("rainy"), Food.class).get(ofSeconds(10));
      // end

      assertThat(food).isEqualTo(new Food("rainy"));
    }
  }

  @Test
  void questionWithoutAnAnswerFailsWithTheReport() {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      isOvenBroken.set(true);

      var failure =
          catchThrowableOfType(
              AskFailedException.class,
              () -> dispatcher.ask(new Ask("rainy"), Plan.class).get(ofSeconds(10)));

      assertThat(failure.report().outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(failure.report().failed()).isEqualTo(1);
      assertThat(failure).hasMessageContaining("cook failed").hasMessageContaining("oven");
    }
  }

  @Test
  void batchIsDrained() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      // docs: drain
      for (int i = 0; i < 1_000; i++) {
        dispatcher.dispatch(new Ask("mood " + i));
      }
      DrainReport report = dispatcher.awaitDrained(ofMinutes(1));
      // end

      assertThat(report.drained()).isTrue();
      assertThat(report.handled()).isEqualTo(2_000);
      assertThat(served).hasSize(1_000);
    }
  }

  @Test
  void reportNamesWhatIsStillThere() throws Exception {
    var isBusy = new CountDownLatch(1);
    var mayGoOn = new CountDownLatch(1);
    var router = new Router();
    router.listen(
        Film.class,
        "guest",
        _ -> {
          isBusy.countDown();
          mayGoOn.await();
        },
        o -> o.concurrency(1));

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Film("one"));
      dispatcher.dispatch(new Film("two"));
      isBusy.await();
      DrainReport report = dispatcher.awaitDrained(ofSeconds(1));

      assertThat(report.drained()).isFalse();
      assertThat(report.remaining())
          .extracting(left -> left.agent() + " " + left.queued() + " " + left.running())
          .containsExactly("guest 1 1");
      mayGoOn.countDown();
    }
  }

  @Test
  void cancelledRunSkipsWhatIsQueued() throws Exception {
    var isBusy = new CountDownLatch(1);
    var mayGoOn = new CountDownLatch(1);
    var router = router();
    router.on(
        Film.class,
        "critic",
        (_, _) -> {
          isBusy.countDown();
          mayGoOn.await();
          return List.of(new Food("popcorn"));
        });

    try (var dispatcher = AsyncDispatcher.start(router)) {
      Run run = dispatcher.run(new Film("Metropolis"));
      isBusy.await();
      run.cancel("the cinema is full");
      RunReport report = run.await(ofSeconds(10));
      mayGoOn.countDown();
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();

      assertThat(report.outcome()).isEqualTo(RunOutcome.CANCELLED);
      assertThat(report.reason()).contains("the cinema is full");
      assertThat(served).isEmpty();
    }
  }

  @Test
  void deadLetterIsDeliveredAgainToTheRouteThatFailed() throws Exception {
    isOvenBroken.set(true);
    var router = router();
    // docs: listen
    router.listen(DeadLetter.class, "alarm", letter -> served.add(letter.agent() + " failed"));
    // end
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask("rainy"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).dead()).isEqualTo(1);
      isOvenBroken.set(false);

      // docs: dead
      DeadLetters letters = dispatcher.deadLetters();
      for (DeadLetter letter : letters.list()) {
        letters.redispatch(letter); // to the route that failed, and to no other
      }
      // end
      var report = dispatcher.awaitDrained(ofMinutes(1));

      assertThat(report.dead()).isZero();
      assertThat(served).containsExactlyInAnyOrder("cook failed", "rainy");
    }
  }

  private Router router() {
    var router = new Router();
    router.on(
        Ask.class,
        "cook",
        (ask, _) -> {
          if (isOvenBroken.get()) {
            throw new IllegalStateException("the oven is cold");
          }
          return List.of(new Food(ask.mood()));
        });
    router.listen(Food.class, "waiter", food -> served.add(food.dish()));
    return router;
  }
}
