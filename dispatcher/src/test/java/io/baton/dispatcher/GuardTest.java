package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.baton.agents.Ordering;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.DrainReport.Remaining;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rate limiter and the circuit breaker of a route. */
@Timeout(30)
class GuardTest {

  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final Queue<Long> begins = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> order = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isBroken = new AtomicBoolean(true);

  private AsyncDispatcher start() {
    return AsyncDispatcher.builder(router).time(time).closeTimeout(ofSeconds(5)).start();
  }

  private List<Event> work(Ask ask) {
    begins.add(time.nanoTime() / 1_000_000);
    order.add(ask.n());
    if (isBroken.get()) {
      throw new IllegalStateException("on purpose");
    }
    return List.of(new Reply(ask.n()));
  }

  private void passTime(AsyncDispatcher dispatcher, int steps) {
    for (int i = 0; i < steps; i++) {
      awaitResting(dispatcher);
      time.advance(ofMillis(100));
    }
  }

  private static void awaitResting(AsyncDispatcher dispatcher) {
    await()
        .atMost(ofSeconds(10))
        .until(() ->
            dispatcher.report().remaining().stream().mapToLong(Remaining::running).sum() == 0);
  }

  @Test
  void attemptsBeyondTheRateWaitForTheirTimeWithoutAThread() throws Exception {
    isBroken.set(false);
    router.on(Ask.class, "rated", (ask, _) -> work(ask), o -> o.rateLimit(2, ofMillis(300)));
    router.listen(Reply.class, "replies", _ -> {});
    try (var dispatcher = start()) {
      for (int i = 0; i < 7; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      assertThat(begins).containsExactly(0L, 0L);
      assertThat(dispatcher.report().remaining())
          .containsExactly(new Remaining("rated", 0, 0, 5, 0, 0));
      for (int i = 0; i < 9; i++) {
        time.advance(ofMillis(100));
        assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      }

      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(14);
      assertThat(begins).containsExactly(0L, 0L, 300L, 300L, 600L, 600L, 900L);
    }
  }

  @Test
  void rateKeepsTheOrderOfAnOrderedRouteAndCountsItsRetries() throws Exception {
    router.on(
        Ask.class,
        "rated",
        (ask, _) -> work(ask),
        o ->
            o.ordered(Ordering.SERIAL)
                .rateLimit(1, ofMillis(100))
                .retry(Retry.attempts(2).backoff(ZERO, ZERO)));
    try (var dispatcher = start()) {
      for (int i = 0; i < 3; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      passTime(dispatcher, 20);
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(3);

      assertThat(order).containsExactly(0, 0, 1, 1, 2, 2);
      assertThat(begins).doesNotHaveDuplicates();
    }
  }

  @Test
  void rateOfARouteWithPermitsIsKept() throws Exception {
    isBroken.set(false);
    router.on(
        Ask.class,
        "rated",
        (ask, _) -> work(ask),
        o -> o.concurrency(2).rateLimit(5, ofMillis(100)));
    router.listen(Reply.class, "replies", _ -> {});
    try (var dispatcher = start()) {
      for (int i = 0; i < 50; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      for (int i = 0; i < 10; i++) {
        assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
        assertThat(begins).hasSize(5 * (i + 1));
        time.advance(ofMillis(100));
      }
      Crew.drain(dispatcher);
    }
  }

  @Test
  void openCircuitFailsAttemptsAtOnceAndLetsOneThroughAfterItsPause() throws Exception {
    router.on(
        Ask.class,
        "bank",
        (ask, _) -> work(ask),
        o ->
            o.ordered(Ordering.SERIAL)
                .circuitBreaker(CircuitBreaker.opensAfter(2, 4).pause(ofSeconds(10))));
    router.listen(Reply.class, "replies", _ -> {});
    try (var dispatcher = start();
        var log = new CapturedLog(Level.INFO)) {
      for (int i = 0; i < 4; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(4);
      assertThat(order).containsExactly(0, 1);
      assertThat(dispatcher.deadLetters().list().getLast().cause().toString())
          .isEqualTo(
              "io.baton.dispatcher.CircuitOpenException: "
                  + "the circuit of route bank is open for PT10S more");

      time.advance(ofSeconds(10));
      isBroken.set(false);
      dispatcher.dispatch(new Ask(4));
      dispatcher.dispatch(new Ask(5));
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(4);
      assertThat(order).containsExactly(0, 1, 4, 5);
      assertThat(log.lines("circuit"))
          .containsExactly(
              "WARN circuit opened: agent=bank pause=PT10S", "INFO circuit closed: agent=bank");
    }
  }

  @Test
  void retryOfAnAttemptThatTheCircuitRefusedWaitsAtLeastForItsPause() throws Exception {
    router.on(
        Ask.class,
        "bank",
        (ask, _) -> work(ask),
        o ->
            o.retry(Retry.attempts(3).backoff(ofMillis(1), ofMillis(1)))
                .circuitBreaker(CircuitBreaker.opensAfter(1, 1).pause(ofSeconds(10))));
    router.listen(Reply.class, "replies", _ -> {});
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      time.advance(ofMillis(1)); // the second attempt is refused
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      isBroken.set(false);
      time.advance(ofSeconds(9));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      assertThat(order).hasSize(1);
      time.advance(ofSeconds(1));

      assertThat(Crew.drain(dispatcher).failed()).isZero();
      assertThat(order).hasSize(2);
    }
  }

  @Test
  void handlerMayWaitForTheCircuit() throws Exception {
    router.on(
        Ask.class,
        "bank",
        (ask, _) -> work(ask),
        o ->
            o.circuitBreaker(CircuitBreaker.opensAfter(1, 1).pause(ofSeconds(10)))
                .recover((_, cause, _) ->
                    cause instanceof CircuitOpenException open
                        ? new Recovery.RetryAfter(open.remaining())
                        : new Recovery.Bury()));
    router.listen(Reply.class, "replies", _ -> {});
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);
      dispatcher.dispatch(new Ask(2));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      isBroken.set(false);
      time.advance(ofSeconds(10));
      Crew.drain(dispatcher);

      assertThat(order).containsExactly(1, 2);
      assertThat(dispatcher.deadLetters().list())
          .extracting(DeadLetter::attempts)
          .containsExactly(1);
    }
  }

  @Test
  void timeOutsCountForTheCircuitAndCancelledProbesDoNot() throws Exception {
    var entered = new Semaphore(0);
    router.listen(
        Ask.class,
        "bank",
        _ -> {
          entered.release();
          new CountDownLatch(1).await();
        },
        o ->
            o.timeout(ofSeconds(5))
                .circuitBreaker(CircuitBreaker.opensAfter(1, 1).pause(ofSeconds(10))));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      entered.acquire();
      time.advance(ofSeconds(5));
      Crew.drain(dispatcher);
      dispatcher.dispatch(new Ask(2));
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(2);

      time.advance(ofSeconds(10));
      var probe = dispatcher.run(new Ask(3));
      entered.acquire();
      probe.cancel("enough");
      Crew.drain(dispatcher);
      dispatcher.dispatch(new Ask(4)); // is let through in its place
      entered.acquire();
      time.advance(ofSeconds(5));
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(3);
    }
  }
}
