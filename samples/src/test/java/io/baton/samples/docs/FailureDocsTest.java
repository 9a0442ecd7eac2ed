package io.baton.samples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Agent;
import io.baton.agents.RunOutcome;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.CircuitBreaker;
import io.baton.dispatcher.CircuitOpenException;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Recovery;
import io.baton.dispatcher.Retry;
import io.baton.dispatcher.RouteOptions;
import io.baton.dispatcher.Router;
import io.baton.dispatcher.Run;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the page on failure shows and claims. */
class FailureDocsTest {
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final Router router = new Router();
  private final Queue<String> served = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failures = new AtomicInteger();

  private final Agent<Ask> cook =
      (ask, context) -> {
        attempts.add(context.attempt());
        if (ask.mood().isEmpty()) {
          throw new FileNotFoundException("no recipe");
        }
        if (failures.getAndDecrement() > 0) {
          throw new IOException("the oven is cold");
        }
        return List.of(new Food(ask.mood()));
      };

  private AsyncDispatcher start() {
    router.listen(Food.class, "waiter", food -> served.add(food.dish()));
    return AsyncDispatcher.builder(router).time(time).start();
  }

  /** In steps that are shorter than the limit of an attempt, which may begin within one. */
  private DrainReport drain(AsyncDispatcher dispatcher) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      time.advance(ofSeconds(4));
    }
    DrainReport report = dispatcher.awaitDrained(ofSeconds(10));
    assertThat(report.drained()).isTrue();
    return report;
  }

  // docs: patient
  static <E extends Event> RouteOptions<E> patient(RouteOptions<E> options) {
    return options
        .timeout(ofSeconds(5))
        .retry(
            Retry.attempts(4)
                .backoff(ofMillis(100), ofSeconds(10))
                .when(e -> e instanceof IOException));
  }

  // end

  @Test
  void failedDeliveryIsTriedAgain() throws Exception {
    // docs: retry
    router.on(Ask.class, "cook", cook, FailureDocsTest::patient);
    // end
    failures.set(3);
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask("rainy"));

      assertThat(drain(dispatcher).failed()).isZero();
      assertThat(attempts).containsExactly(1, 2, 3, 4);
      assertThat(served).containsExactly("rainy");
    }
  }

  @Test
  void handlerSaysWhatBecomesOfAFailedDelivery() throws Exception {
    // docs: recover
    router.on(
        Ask.class,
        "cook",
        cook,
        o ->
            patient(o)
                .recover((ask, cause, context) ->
                    switch (cause) {
                      case FileNotFoundException _ ->
                          new Recovery.Replace(List.of(new Food("bread")));
                      case IOException _ when context.attempt() < 9 ->
                          new Recovery.RetryAfter(ofMinutes(5));
                      default -> new Recovery.Bury();
                    }));
    // end
    failures.set(6);
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask("rainy"));
      drain(dispatcher);
      assertThat(attempts).hasSize(7);
      dispatcher.dispatch(new Ask(""));

      assertThat(drain(dispatcher).failed()).isZero();
      assertThat(served).containsExactly("rainy", "bread");
    }
  }

  @Test
  void agentIsCalledNotTooOftenAndNotAtAllWhileItMostlyFails() throws Exception {
    // docs: guard
    router.on(
        Ask.class,
        "cook",
        cook,
        o ->
            o.rateLimit(100, ofSeconds(1))
                .circuitBreaker(CircuitBreaker.opensAfter(5, 10).pause(ofSeconds(30)))
                .recover((_, cause, _) ->
                    cause instanceof CircuitOpenException open
                        ? new Recovery.RetryAfter(open.remaining())
                        : new Recovery.Bury()));
    // end
    failures.set(5);
    try (var dispatcher = start()) {
      for (int i = 0; i < 5; i++) {
        dispatcher.dispatch(new Ask("rainy"));
      }
      assertThat(drain(dispatcher).failed()).isEqualTo(5);
      dispatcher.dispatch(new Ask("sunny"));
      drain(dispatcher);

      assertThat(attempts).hasSize(6);
      assertThat(served).containsExactly("sunny");
    }
  }

  @Test
  void deadLetterSaysWhatFailedAndIsDeliveredAgain() throws Exception {
    router.on(Ask.class, "cook", cook, FailureDocsTest::patient);
    failures.set(4);
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask("rainy"));
      drain(dispatcher);

      // docs: letters
      for (DeadLetter letter : dispatcher.deadLetters().list()) {
        if (letter.cause().type().equals(IOException.class.getName())) {
          dispatcher.deadLetters().redispatch(letter);
        } else {
          dispatcher.deadLetters().remove(letter);
        }
      }
      // end
      assertThat(drain(dispatcher).dead()).isZero();
      assertThat(served).containsExactly("rainy");
    }
  }

  @Test
  void cancelledRunStopsWhatGoesOnInIt() throws Exception {
    var isBusy = new CountDownLatch(1);
    router.on(
        Ask.class,
        "cook",
        (_, _) -> {
          isBusy.countDown();
          new CountDownLatch(1).await();
          return List.of();
        });
    try (var dispatcher = start()) {
      Run run = dispatcher.run(new Ask("rainy"));
      isBusy.await();
      // docs: cancel
      run.cancel("the guests have left");
      // end
      assertThat(run.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.CANCELLED);
      DrainReport report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(report.failed()).isZero();
      assertThat(run.report().cancelled()).isEqualTo(1);
    }
  }
}
