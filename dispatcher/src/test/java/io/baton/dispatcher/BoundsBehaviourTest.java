package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Traced.class)
class BoundsBehaviourTest {

  record Gate() implements Event {}

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Bite(int n) implements Event {}

  record Other() implements Event {}

  private final Traced traced;
  private final Router router = new Router();
  private final LongAdder seen = new LongAdder();
  private final CountDownLatch open = new CountDownLatch(1);

  BoundsBehaviourTest(Traced traced) {
    this.traced = traced;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void agentsThatAnswerIntoAFullRingNeitherBlockNorLoseAnything(int ringSize) throws Exception {
    var bites = new LongAdder();
    router.on(
        Ask.class,
        "inline cook",
        (ask, _) -> List.of(new Food(ask.n()), new Food(ask.n()), new Food(ask.n())),
        o -> o.execution(Execution.INLINE));
    router.on(
        Ask.class,
        "virtual cook",
        (ask, context) -> {
          context.emit(new Food(ask.n()));
          return List.of(new Food(ask.n()), new Food(ask.n()));
        });
    router.on(
        Food.class, "virtual eater", (f, _) -> List.of(new Bite(f.n())), o -> o.concurrency(2));
    router.on(
        Food.class,
        "inline eater",
        (food, _) -> List.of(new Bite(food.n())),
        o -> o.execution(Execution.INLINE));
    router.listen(Bite.class, "bites", _ -> bites.increment());
    var builder = traced.builder(router).ringSize(ringSize).maxInFlight(16).batchSize(4);
    try (var dispatcher = builder.start()) {
      var producers = produce(dispatcher, 4, 250);
      for (var producer : producers) {
        producer.join(20_000);
        assertThat(producer.isAlive()).isFalse();
      }
      var report = dispatcher.awaitDrained(ofSeconds(20));

      assertThat(report.drained()).isTrue();
      assertThat(report.failed()).isZero();
      assertThat(report.handled()).isEqualTo(1000 * (2 + 6 * 2 + 12));
    }
    assertThat(bites.sum()).isEqualTo(12_000);
  }

  @Test
  void producersAreHeldBackAtTheRingsBoundAndGoOnWhenThereIsRoom() throws Exception {
    try (var dispatcher = withAFullRing(8)) {
      assertThat(dispatcher.tryDispatch(new Ask(8))).isFalse();
      var producers = produce(dispatcher, 3, 10);
      for (var producer : producers) {
        await().until(() -> producer.getState() == Thread.State.TIMED_WAITING);
      }
      assertThat(dispatcher.tryDispatch(new Ask(9))).isFalse();
      assertThat(dispatcher.report().queued()).isEqualTo(8);

      open.countDown();
      for (var producer : producers) {
        producer.join(10_000);
      }
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
      assertThat(dispatcher.tryDispatch(new Ask(10))).isTrue();
    }
    assertThat(seen.sum()).isEqualTo(7 + 30 + 1);
  }

  @Test
  void aCallerThatIsInterruptedWhileItWaitsGetsAnExceptionAndNothingIsAccepted() throws Exception {
    try (var dispatcher = withAFullRing(4)) {
      var thrown = new ConcurrentLinkedQueue<String>();
      var caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  dispatcher.dispatch(new Ask(100));
                } catch (DispatchInterruptedException e) {
                  thrown.add(e.getMessage() + " " + Thread.currentThread().isInterrupted());
                }
              });
      await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
      caller.interrupt();
      caller.join(10_000);

      assertThat(thrown)
          .containsExactly(
              "interrupted while waiting for room in dispatcher gated to dispatch an event of type "
                  + "Ask true");
      open.countDown();
    }
    assertThat(seen.sum()).isEqualTo(3);
  }

  @Test
  void aCallerThatIsInterruptedButNeedsNotWaitIsServed() throws Exception {
    router.listen(Ask.class, "asks", _ -> seen.increment());
    try (var dispatcher = traced.start(router)) {
      Thread.currentThread().interrupt();
      dispatcher.dispatch(new Ask(1));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).handled()).isEqualTo(1);
    }
  }

  @Test
  void nothingMoreIsTakenFromTheRingWhenTooMuchIsInFlight() throws Exception {
    var running = new AtomicInteger();
    router.listen(
        Ask.class,
        "slow",
        _ -> {
          running.incrementAndGet();
          Work.until(open);
        });
    try (var dispatcher = traced.builder(router).ringSize(8).maxInFlight(4).start()) {
      IntStream.range(0, 12).forEach(n -> dispatcher.dispatch(new Ask(n)));

      await().until(() -> running.get() == 4);
      await().until(() -> dispatcher.report().queued() == 8);
      assertThat(dispatcher.tryDispatch(new Ask(12))).isFalse();
      assertThat(dispatcher.awaitDrained(ofMillis(50)).drained()).isFalse();
      assertThat(running).hasValue(4);

      open.countDown();
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).handled()).isEqualTo(12);
    }
  }

  @Test
  void aFullMailboxHoldsBackCallersOfItsTypesAndNobodyElse() throws Exception {
    router.listen(
        Ask.class,
        "slow",
        _ -> {
          Work.until(open);
          seen.increment();
        },
        o -> o.concurrency(1).mailbox(2, Overflow.BLOCK));
    router.listen(Other.class, "others", _ -> seen.increment());
    try (var dispatcher = traced.builder(router).name("boxed").start()) {
      IntStream.range(0, 3).forEach(n -> dispatcher.dispatch(new Ask(n)));
      await().until(() -> !dispatcher.tryDispatch(new Ask(-1)));

      var run = dispatcher.run(new Other());
      assertThat(run.await(ofSeconds(10)).handled()).isEqualTo(1);
      var caller = Thread.ofPlatform().start(() -> dispatcher.dispatch(new Ask(100)));
      await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
      open.countDown();
      caller.join(10_000);
      assertThat(caller.isAlive()).isFalse();
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(seen.sum()).isEqualTo(report.handled()).isGreaterThanOrEqualTo(5);
    }
  }

  /** A dispatcher whose thread is held in an agent until the latch opens, with its ring full. */
  private AsyncDispatcher withAFullRing(int ringSize) throws InterruptedException {
    var isIn = new CountDownLatch(1);
    router.listen(
        Gate.class,
        "gate",
        _ -> {
          isIn.countDown();
          Work.until(open);
        },
        o -> o.execution(Execution.INLINE));
    router.listen(Ask.class, "asks", _ -> seen.increment());
    var dispatcher = traced.builder(router).name("gated").ringSize(ringSize).start();
    dispatcher.dispatch(new Gate());
    Work.until(isIn);
    for (int n = 1; n < ringSize; n++) {
      assertThat(dispatcher.tryDispatch(new Ask(n))).isTrue();
    }
    return dispatcher;
  }

  private static List<Thread> produce(AsyncDispatcher dispatcher, int threads, int events) {
    var producers = new ArrayList<Thread>();
    for (int i = 0; i < threads; i++) {
      producers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < events; n++) {
                  dispatcher.dispatch(new Ask(n));
                }
              }));
    }
    return producers;
  }
}
