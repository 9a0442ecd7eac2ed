package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Join;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds that hold on a machine that is busy with other work, far below the work's sum. */
class SpeedBehaviourTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Film(int n) implements Event {}

  record Plan(int n) implements Event {}

  record Other(int n) implements Event {}

  private final Router router = new Router();

  @Test
  void twoAgentsOf200MillisecondsOnOneEventTake200AndNot400() throws Exception {
    workers(2, ofMillis(200));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      assertThat(Median.ofTime(3, () -> handleOne(dispatcher)))
          .isBetween(ofMillis(200), ofMillis(330));
    }
  }

  @Test
  void tenAgentsOf50MillisecondsOnOneEventWorkAtOnce() throws Exception {
    workers(10, ofMillis(50));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      handleOne(dispatcher);
      assertThat(Median.ofTime(5, () -> handleOne(dispatcher)))
          .isBetween(ofMillis(50), ofMillis(150));
    }
  }

  private void workers(int count, Duration work) {
    for (int i = 0; i < count; i++) {
      router.listen(Ask.class, "worker " + i, _ -> Work.lasting(work));
    }
  }

  private static void handleOne(AsyncDispatcher dispatcher) throws InterruptedException {
    dispatcher.dispatch(new Ask(1));
    assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void anIdleDispatcherHandsAnEventOverAtOnce(WaitStrategy strategy) throws Exception {
    var seen = new AtomicLong();
    router.listen(
        Ask.class, "inline", _ -> seen.set(System.nanoTime()), o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.builder(router).waitStrategy(strategy).start()) {
      var median =
          Median.of(
              101,
              () -> {
                Work.lasting(ofMillis(2));
                long start = System.nanoTime();
                handleOne(dispatcher);
                return Duration.ofNanos(seen.get() - start);
              });
      assertThat(median).isLessThan(ofMillis(8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLastAgentsEndWakesWhoeverWaits(Execution execution) throws Exception {
    var ended = new AtomicLong();
    router.listen(
        Ask.class,
        "worker",
        _ -> {
          Work.lasting(ofMillis(3));
          ended.set(System.nanoTime());
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var median =
          Median.of(
              51,
              () -> {
                handleOne(dispatcher);
                return Duration.ofNanos(System.nanoTime() - ended.get());
              });
      assertThat(median).isLessThan(ofMillis(8));
    }
  }

  @Test
  void aHundredDocumentsOfTwoAgentsAndAJoinTakeLittleMoreThanOne() throws Exception {
    var plans = new AtomicInteger();
    router.on(
        Ask.class,
        "cook",
        (ask, _) -> {
          Work.lasting(ofMillis(20));
          return List.of(new Food(ask.n()));
        });
    router.on(
        Ask.class,
        "critic",
        (ask, _) -> {
          Work.lasting(ofMillis(20));
          return List.of(new Film(ask.n()));
        });
    router.on("planner", Join.of(Food.class, Film.class).into((food, _) -> new Plan(food.n())));
    router.listen(Plan.class, "plans", _ -> plans.incrementAndGet());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var median =
          Median.ofTime(
              5,
              () -> {
                for (int i = 0; i < 100; i++) {
                  dispatcher.dispatch(new Ask(i));
                }
                assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
              });
      assertThat(median).isLessThan(ofMillis(400));
    }
    assertThat(plans).hasValue(500);
  }

  @Test
  void agentsThatBlockNeverDelayAnUnrelatedRoute() throws Exception {
    var open = new CountDownLatch(1);
    router.listen(Ask.class, "blocked", _ -> Work.until(open));
    router.listen(Ask.class, "blocked one by one", _ -> Work.until(open), o -> o.concurrency(1));
    var seen = new AtomicLong();
    router.listen(Other.class, "unrelated", _ -> seen.set(System.nanoTime()));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 1000; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      var median =
          Median.of(
              51,
              () -> {
                long start = System.nanoTime();
                assertThat(dispatcher.run(new Other(1)).await(ofSeconds(10)).handled())
                    .isEqualTo(1);
                return Duration.ofNanos(seen.get() - start);
              });
      assertThat(median).isLessThan(ofMillis(20));
      assertThat(dispatcher.report().handled()).isEqualTo(51);
      open.countDown();
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).handled()).isEqualTo(2051);
    }
  }
}
