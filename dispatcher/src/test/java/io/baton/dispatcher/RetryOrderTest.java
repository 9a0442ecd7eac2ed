package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.baton.agents.AgentContext;
import io.baton.agents.Ordering;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.DrainReport.Remaining;
import io.baton.events.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a further attempt does to the order of deliveries, and to the permits of a route. */
@Timeout(30)
class RetryOrderTest {

  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);

  private AsyncDispatcher start() {
    return AsyncDispatcher.builder(router).time(time).random(() -> 0L).start();
  }

  private static <E extends Event> RouteOptions<E> twice(RouteOptions<E> options) {
    return options.retry(Retry.attempts(2).backoff(ofSeconds(2), ofSeconds(2)));
  }

  private static <E extends Event> UnaryOperator<RouteOptions<E>> attempts(int attempts) {
    return o -> o.retry(Retry.attempts(attempts).backoff(ZERO, ZERO));
  }

  private static void failUntil(int good, AgentContext context) throws IOException {
    if (context.attempt() < good) {
      throw new IOException("attempt " + context.attempt());
    }
  }

  private static List<Event> fail() {
    throw new IllegalStateException("on purpose");
  }

  /** Waits until all that goes on only waits for its time, and moves the time on. */
  private void advance(AsyncDispatcher dispatcher, Duration duration) throws InterruptedException {
    assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
    time.advance(duration);
  }

  @Test
  void orderedRetryHoldsItsPlaceAndWhatComesAfterItWaits() throws Exception {
    var order = new ConcurrentLinkedQueue<Integer>();
    router.on(
        Ask.class,
        "serial",
        (ask, context) -> {
          if (ask.n() == 2) {
            failUntil(3, context);
          }
          order.add(ask.n());
          return List.of();
        },
        o ->
            o.ordered(Ordering.SERIAL)
                .retry(Retry.attempts(3).backoff(ofSeconds(2), ofSeconds(2))));
    try (var dispatcher = start()) {
      for (int i = 1; i <= 4; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      awaitResting(dispatcher);
      assertThat(dispatcher.report().remaining())
          .containsExactly(new Remaining("serial", 2, 0, 1, 0, 0));
      assertThat(order).containsExactly(1);
      time.advance(ofSeconds(1));
      awaitResting(dispatcher);
      time.advance(ofSeconds(1));
      Crew.drain(dispatcher);

      assertThat(order).containsExactly(1, 2, 3, 4);
    }
  }

  private static void awaitResting(AsyncDispatcher dispatcher) {
    await().atMost(ofSeconds(10)).until(() -> dispatcher.report().scheduled() == 1);
  }

  @Test
  void retryOnARouteWithoutOrderGivesItsPermitBackMeanwhile() throws Exception {
    var order = new ConcurrentLinkedQueue<Integer>();
    router.on(
        Ask.class,
        "narrow",
        (ask, context) -> {
          if (ask.n() == 1) {
            failUntil(2, context);
          }
          order.add(ask.n());
          return List.of();
        },
        o -> twice(o).concurrency(1));
    try (var dispatcher = start()) {
      for (int i = 1; i <= 3; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      advance(dispatcher, ofSeconds(2));
      Crew.drain(dispatcher);

      assertThat(order).containsExactly(2, 3, 1);
    }
  }

  @Test
  void asynchronousOrderedRetryHoldsItsPlace() throws Exception {
    var order = new ConcurrentLinkedQueue<Integer>();
    router.onAsync(
        Ask.class,
        "serial",
        (ask, context) ->
            CompletableFuture.supplyAsync(() -> {
              if (context.attempt() < 4 && ask.n() % 2 == 0) {
                throw new IllegalStateException("on purpose");
              }
              order.add(ask.n());
              return List.of();
            }),
        o -> RetryOrderTest.<Ask>attempts(4).apply(o).ordered(Ordering.SERIAL));
    try (var dispatcher = start()) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      Crew.drain(dispatcher);

      assertThat(List.copyOf(order)).hasSize(100).isSorted();
    }
  }

  @Test
  void orderIsKeptUnderLoadWithRetries() throws Exception {
    var order = new ConcurrentLinkedQueue<Integer>();
    router.on(
        Ask.class,
        "serial",
        (ask, context) -> {
          if (context.attempt() <= ask.n() % 4) {
            throw new IllegalStateException("on purpose");
          }
          order.add(ask.n());
          return List.of();
        },
        o -> RetryOrderTest.<Ask>attempts(4).apply(o).ordered(Ordering.SERIAL));
    try (var dispatcher = start()) {
      for (int i = 0; i < 2_000; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(Crew.drain(dispatcher).failed()).isZero();

      assertThat(List.copyOf(order)).hasSize(2_000).isSorted();
    }
  }

  @Test
  void clockThatRefusesToScheduleBuriesTheDeliveryAndLeavesThePermit() throws Exception {
    router.on(Ask.class, "flaky", (_, _) -> fail(), o -> twice(o).ordered(Ordering.SERIAL));
    try (var dispatcher = AsyncDispatcher.builder(router).time(new RefusingTime()).start();
        var log = new CapturedLog(Level.WARN)) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(2);
      assertThat(report.remaining()).isEmpty();
      assertThat(dispatcher.deadLetters().list().getFirst().cause().message())
          .isEqualTo("on purpose");
      assertThat(log.lines("a further attempt failed: ")).hasSize(2);
    }
  }
}
