package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.baton.agents.AskFailedException;
import io.baton.agents.Join;
import io.baton.agents.MemoryKey;
import io.baton.agents.RunOutcome;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class ErrorsTest {

  private final Router router = new Router();
  private final LongAdder ticks = new LongAdder();

  private AsyncDispatcher start() {
    router.listen(Tick.class, "ticker", _ -> ticks.increment());
    return AsyncDispatcher.builder(router).ringSize(16).closeTimeout(ofSeconds(5)).start();
  }

  /** What an agent may do to its thread. */
  @FunctionalInterface
  interface Harm {
    void run() throws Exception;
  }

  private static int recurse(int depth) {
    return depth < 0 ? 0 : recurse(depth + 1) + 1;
  }

  static Stream<Arguments> harms() {
    Harm overflow = () -> recurse(0);
    Harm outOfMemory =
        () -> {
          throw new OutOfMemoryError("on purpose");
        };
    Harm assertion =
        () -> {
          throw new AssertionError("on purpose");
        };
    return Stream.of(
        Arguments.of("stack overflow", overflow),
        Arguments.of("out of memory", outOfMemory),
        Arguments.of("assertion", assertion));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harms")
  void anErrorOnAnotherThreadFailsThatDeliveryOnly(String name, Harm harm) throws Exception {
    router.listen(Ask.class, "virtual", _ -> harm.run());
    router.listen(Ask.class, "narrow", _ -> harm.run(), o -> o.concurrency(1));
    router.listen(Ask.class, "pooled", _ -> harm.run(), o -> o.execution(Execution.CPU));
    try (var dispatcher = start()) {
      for (int i = 0; i < 10; i++) {
        var run = dispatcher.run(new Ask(i));
        assertThat(run.await(ofSeconds(10)).failed()).isEqualTo(3);
        dispatcher.dispatch(new Tick(i));
      }
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(30);
      assertThat(report.failure()).isEmpty();
      assertThat(ticks.sum()).isEqualTo(10);
    }
  }

  @Test
  void anErrorThatHarmsNoThreadIsContainedOnTheDispatchersOwn() throws Exception {
    router.listen(
        Ask.class,
        "asserting",
        _ -> {
          throw new AssertionError("on purpose");
        },
        o -> o.execution(Execution.INLINE));
    router.listen(
        Reply.class,
        "choosing",
        _ -> ticks.increment(),
        o ->
            o.when(_ -> {
              throw new AssertionError("on purpose");
            }));
    router.on(
        "joining",
        Join.of(Left.class, Right.class)
            .by(_ -> {
              throw new AssertionError("on purpose");
            })
            .into((left, right) -> new Both(left.n(), right.n())));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Reply(1));
      dispatcher.dispatch(new Left(1));
      dispatcher.dispatch(new Tick(1));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.failure()).isEmpty();
      assertThat(report.failed()).isEqualTo(3);
      assertThat(ticks.sum()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorWhileMemoryIsAppliedFailsTheDelivery(Execution execution) throws Exception {
    var key = MemoryKey.of("count", 0);
    var calls = new AtomicInteger();
    router.listen(Ask.class, "none", _ -> {});
    router.on(
        Ask.class,
        "changing",
        (_, context) -> {
          context
              .memory()
              .update(
                  key,
                  n -> {
                    if (calls.incrementAndGet() > 1) {
                      throw new AssertionError("on purpose");
                    }
                    return n + 1;
                  });
          return List.of(new Tick(1));
        },
        o -> o.execution(execution));
    try (var dispatcher = start()) {
      var report = dispatcher.run(new Ask(1)).await(ofSeconds(10));
      Crew.drain(dispatcher);

      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(report.failed()).isEqualTo(1);
      assertThat(ticks.sum()).isZero();
      assertThat(dispatcher.memory().get(key)).isZero();
    }
  }

  @Test
  void aFailedDispatcherFreesProducersAndTellsEveryWaiter() throws Exception {
    // given an agent that will break the dispatcher's own thread, and every kind of waiter
    var gate = new CountDownLatch(1);
    router.listen(
        Ask.class,
        "breaking",
        _ -> {
          gate.await();
          throw new OutOfMemoryError("on purpose");
        },
        o -> o.execution(Execution.INLINE));
    var asked = new CountDownLatch(1);
    var inner = new ArrayBlockingQueue<Throwable>(1);
    router.on(
        Reply.class,
        "asking",
        (_, context) -> {
          var answer = context.ask(new Both(1, 1), Right.class);
          asked.countDown();
          inner.add(catchThrowable(answer::get));
          return List.of();
        });
    router.listen(Both.class, "never", _ -> new CountDownLatch(1).await());
    var dispatcher = start();
    dispatcher.dispatch(new Reply(1));
    asked.await();
    var answer = dispatcher.ask(new Ask(1), Right.class);
    var outcomes = new ArrayBlockingQueue<Object>(10);
    var waiters =
        List.of(
            Thread.ofPlatform().start(() -> outcomes.add(catchThrowable(answer::get))),
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    outcomes.add(dispatcher.awaitDrained(ofSeconds(20)));
                  } catch (InterruptedException e) {
                    outcomes.add(e);
                  }
                }),
            Thread.ofPlatform()
                .start(() -> {
                  while (true) {
                    try {
                      dispatcher.dispatch(new Tick(1));
                    } catch (DispatcherClosedException e) {
                      outcomes.add(e);
                      return;
                    }
                  }
                }));
    waiters.forEach(waiter ->
        await().atMost(ofSeconds(10)).until(() -> waiter.getState().name().endsWith("WAITING")));

    // when it breaks
    gate.countDown();

    // then all of them learn of it
    for (var waiter : waiters) {
      assertThat(waiter.join(ofSeconds(10))).isTrue();
    }
    assertThat(outcomes)
        .hasSize(3)
        .hasAtLeastOneElementOfType(AskFailedException.class)
        .hasAtLeastOneElementOfType(DrainReport.class)
        .hasAtLeastOneElementOfType(DispatcherClosedException.class);
    assertThat(inner.poll(10, TimeUnit.SECONDS)).isInstanceOf(AskFailedException.class);
    assertThat(dispatcher.report().failure().orElseThrow()).contains("on purpose");
    assertThat(dispatcher.report().drained()).isFalse();
    assertThatThrownBy(() -> dispatcher.tryDispatch(new Tick(1)))
        .isInstanceOf(DispatcherClosedException.class)
        .hasMessageContaining("has failed")
        .hasCauseInstanceOf(OutOfMemoryError.class);
    assertThat(dispatcher.close(ofSeconds(5)).failure()).isPresent();
  }
}
