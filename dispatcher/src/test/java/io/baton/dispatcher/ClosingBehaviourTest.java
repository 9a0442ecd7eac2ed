package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.agents.AskFailedException;
import io.baton.agents.RunOutcome;
import io.baton.dispatcher.DrainReport.Remaining;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.TerminateEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Traced.class)
class ClosingBehaviourTest {

  record Ask(int n) implements Event {}

  record Found(int n) implements Event {}

  private final Traced traced;
  private final Router router = new Router();
  private final LongAdder handled = new LongAdder();

  ClosingBehaviourTest(Traced traced) {
    this.traced = traced;
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 50, 100})
  void anAgentThatEndsTheWorkLosesNothingThatWasAccepted(int events) throws Exception {
    var open = new CountDownLatch(1);
    router.on(
        Ask.class,
        "terminator",
        (ask, _) -> {
          Work.until(open);
          return List.of(new Found(ask.n()), new TerminateEvent("the first says so"));
        },
        o -> o.when(ask -> ask.n() == 0).execution(Execution.INLINE));
    router.on(Ask.class, "finder", (ask, _) -> List.of(new Found(ask.n())));
    router.listen(Found.class, "found", _ -> handled.increment());
    var dispatcher = traced.start(router);

    for (int i = 0; i < events; i++) {
      dispatcher.dispatch(new Ask(i));
    }
    open.countDown();

    await().atMost(ofSeconds(10)).until(() -> isClosed(dispatcher));
    dispatcher.close();
    assertThat(handled.sum()).isEqualTo(events + 1L);
    assertThat(dispatcher.report().drained()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void closeInsideAnAgentEndsTheWorkAndLosesNothing(Execution execution) throws Exception {
    try (var dispatcher = traced.start(router)) {
      router.on(
          Ask.class,
          "closer",
          (ask, _) -> {
            dispatcher.close();
            return List.of(new Found(ask.n()));
          },
          o -> o.execution(execution));
      router.listen(Found.class, "found", _ -> handled.increment());

      dispatcher.dispatch(new Ask(1));

      await().atMost(ofSeconds(10)).until(() -> isClosed(dispatcher));
      dispatcher.close();
      assertThat(handled.sum()).isEqualTo(1);
    }
  }

  @Test
  void dispatchAfterCloseFailsWithAClearError() {
    var dispatcher = traced.builder(router).name("texts").start();
    var letters = dispatcher.deadLetters();
    dispatcher.close();

    var message = "dispatcher texts is closed; the event was not accepted";
    assertThatThrownBy(() -> dispatcher.dispatch(new Ask(1)))
        .isInstanceOf(DispatcherClosedException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> dispatcher.dispatch(new Ask(1), CorrelationId.of("a")))
        .isInstanceOf(DispatcherClosedException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> dispatcher.tryDispatch(new Ask(1)))
        .isInstanceOf(DispatcherClosedException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> dispatcher.run(new Ask(1)))
        .isInstanceOf(DispatcherClosedException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> dispatcher.ask(new Ask(1), Found.class))
        .isInstanceOf(DispatcherClosedException.class)
        .hasMessage(message);
    assertThat(dispatcher.runs()).isEmpty();
    assertThat(letters.list()).isEmpty();
  }

  @Test
  void startingTwiceNeverRunsTwoLoops() {
    var name = "twice-" + traced;
    var builder = traced.builder(router).name(name);
    try (var dispatcher = builder.start()) {
      assertThatThrownBy(builder::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a router belongs to one dispatcher, but this one is in use");
      assertThat(dispatcher.router()).isSameAs(router);
      assertThat(threadsNamed(name)).isEqualTo(1);
    }
    assertThat(threadsNamed(name)).isZero();
  }

  private static long threadsNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  @Test
  void closeWithATimeLimitReturnsWhatWasLeft() throws Exception {
    var open = new CountDownLatch(1);
    var isIn = new CountDownLatch(1);
    router.listen(
        Ask.class,
        "slow",
        _ -> {
          isIn.countDown();
          Work.until(open);
        },
        o -> o.concurrency(1));
    var dispatcher = traced.start(router);
    for (int i = 0; i < 5; i++) {
      dispatcher.dispatch(new Ask(i));
    }
    Work.until(isIn);

    var report = dispatcher.close(ofMillis(300));
    open.countDown();

    assertThat(report.drained()).isFalse();
    assertThat(report.remaining()).containsExactly(new Remaining("slow", 4, 1));
    assertThat(dispatcher.close(ofSeconds(10))).isEqualTo(report);
    assertThat(dispatcher.awaitDrained(ofSeconds(10))).isEqualTo(report);
  }

  @Test
  void anAsynchronousAgentThatNeverCompletesIsNotWaitedForForEver() {
    router.onAsync(Ask.class, "silent", (_, _) -> new CompletableFuture<List<Event>>());
    var dispatcher = traced.start(router);
    dispatcher.dispatch(new Ask(1));

    var report = dispatcher.close(ofMillis(300));

    assertThat(report.drained()).isFalse();
    assertThat(report.remaining()).containsExactly(new Remaining("silent", 0, 1));
  }

  @Test
  void closeDrainsAndTellsThatNothingWasLeft() {
    router.on(Ask.class, "finder", (ask, _) -> List.of(new Found(ask.n())));
    router.listen(Found.class, "found", _ -> handled.increment());
    var dispatcher = traced.start(router);
    for (int i = 0; i < 1000; i++) {
      dispatcher.dispatch(new Ask(i));
    }

    var report = dispatcher.close(ofSeconds(20));

    assertThat(report.drained()).isTrue();
    assertThat(report.handled()).isEqualTo(2000);
    assertThat(report.remaining()).isEmpty();
    assertThat(handled.sum()).isEqualTo(1000);
  }

  @ParameterizedTest
  @EnumSource
  void everyEventThatIsDispatchedRightAfterStartIsHandledWhenCloseFollowsAtOnce(
      Execution execution) {
    for (int round = 0; round < 15; round++) {
      var fresh = new Router();
      var seen = new LongAdder();
      fresh.on(
          Ask.class, "a", (ask, _) -> List.of(new Found(ask.n())), o -> o.execution(execution));
      fresh.listen(Found.class, "b", _ -> seen.increment(), o -> o.execution(execution));

      var dispatcher = traced.start(fresh);
      for (int i = 0; i < 20; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      dispatcher.close();

      assertThat(seen.sum()).isEqualTo(20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverGotPastTheDoorIsHandledAndWhoeverDidNotGetsTheException(Execution execution)
      throws Exception {
    for (int round = 0; round < 10; round++) {
      var fresh = new Router();
      var seen = new LongAdder();
      var accepted = new LongAdder();
      fresh.listen(Ask.class, "a", _ -> seen.increment(), o -> o.execution(execution));
      var dispatcher = traced.builder(fresh).ringSize(16).start();
      var begun = new CountDownLatch(3);
      var producers = new ArrayList<Thread>();
      for (int p = 0; p < 3; p++) {
        producers.add(
            Thread.ofPlatform()
                .start(() -> {
                  begun.countDown();
                  dispatchUntilClosed(dispatcher, accepted);
                }));
      }
      Work.until(begun);
      Work.lasting(ofMillis(1));
      dispatcher.close();
      for (var producer : producers) {
        producer.join(10_000);
        assertThat(producer.isAlive()).isFalse();
      }

      assertThat(seen.sum()).isEqualTo(accepted.sum());
      assertThat(dispatcher.report().handled()).isEqualTo(accepted.sum());
    }
  }

  private static void dispatchUntilClosed(AsyncDispatcher dispatcher, LongAdder accepted) {
    try {
      for (int i = 0; ; i++) {
        dispatcher.dispatch(new Ask(i));
        accepted.increment();
      }
    } catch (DispatcherClosedException _) {
      // the end that the test waits for
    }
  }

  @Test
  void whoeverWaitsIsToldWhenTheDispatcherCloses() throws Exception {
    var open = new CountDownLatch(1);
    router.listen(Ask.class, "slow", _ -> Work.until(open));
    var dispatcher = traced.start(router);
    var run = dispatcher.run(new Ask(1));
    var answer = dispatcher.ask(new Ask(2), Found.class);

    dispatcher.close(ofMillis(50));

    var report = run.await(ofSeconds(10));
    assertThat(report.outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(report.reason()).contains("the dispatcher was closed");
    assertThatThrownBy(() -> answer.get(ofSeconds(10)))
        .isInstanceOf(AskFailedException.class)
        .hasMessageContaining(" is FAILED: the dispatcher was closed;");
    assertThatThrownBy(() -> run.dispatch(new Ask(3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("run " + run.correlationId() + " has ended: FAILED");
    open.countDown();
  }

  @Test
  void anAgentThatWaitsForAnAnswerIsToldWhenTheDispatcherCloses() throws Exception {
    var open = new CountDownLatch(1);
    var isIn = new CountDownLatch(1);
    var told = new CompletableFuture<Throwable>();
    router.listen(
        Found.class,
        "slow",
        _ -> {
          isIn.countDown();
          Work.until(open);
        });
    router.on(
        Ask.class,
        "asker",
        (_, context) -> {
          try {
            return List.of(context.ask(new Found(1), Ask.class).get());
          } catch (AskFailedException e) {
            told.complete(e);
            throw e;
          }
        });
    var dispatcher = traced.start(router);
    dispatcher.dispatch(new Ask(1));
    Work.until(isIn);

    dispatcher.close(ofMillis(50));

    await().atMost(ofSeconds(10)).until(told::isDone);
    assertThat(told.join()).hasMessageContaining(" is FAILED: the dispatcher was closed;");
    open.countDown();
  }

  @Test
  void anAgentThatAsksAfterItsRunWasCancelledIsToldAtOnce() throws Exception {
    var told = new CompletableFuture<Throwable>();
    router.on(
        Ask.class,
        "asker",
        (_, context) -> {
          context.cancelRun("enough");
          try {
            return List.of(context.ask(new Found(1), Ask.class).get());
          } catch (AskFailedException e) {
            told.complete(e);
            throw e;
          }
        });
    router.onAsync(Found.class, "silent", (_, _) -> new CompletableFuture<List<Event>>());

    try (var dispatcher = traced.start(router)) {
      var report = dispatcher.run(new Ask(1)).await(ofSeconds(10));

      assertThat(report.outcome()).isEqualTo(RunOutcome.CANCELLED);
      await().atMost(ofSeconds(10)).until(told::isDone);
      assertThat(told.join()).hasMessageContaining(" is CANCELLED: enough;");
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
    }
  }

  @Test
  void anErrorOnTheDispatchersThreadFreesProducersAndTellsEveryWaiter() throws Exception {
    var open = new CountDownLatch(1);
    router.listen(
        Ask.class,
        "bad",
        _ -> {
          Work.until(open);
          throw new StackOverflowError("on purpose");
        },
        o -> o.execution(Execution.INLINE));
    var dispatcher = traced.builder(router).name("broken").ringSize(4).start();
    var run = dispatcher.run(new Ask(0));
    var refused = new ConcurrentLinkedQueue<Throwable>();
    var drained = CompletableFuture.supplyAsync(() -> drain(dispatcher));
    var producer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                dispatchUntilClosed(dispatcher, handled);
                dispatcher.dispatch(new Ask(0));
              } catch (DispatcherClosedException e) {
                refused.add(e);
              }
            });

    open.countDown();

    var failure = "java.lang.StackOverflowError: on purpose";
    assertThat(run.await(ofSeconds(10)).reason()).contains("the dispatcher has failed: " + failure);
    assertThat(drained.get(10, java.util.concurrent.TimeUnit.SECONDS).failure()).contains(failure);
    producer.join(10_000);
    assertThat(refused)
        .singleElement()
        .satisfies(e -> {
          assertThat(e).hasMessage("dispatcher broken has failed; the event was not accepted");
          assertThat(e).hasCauseInstanceOf(StackOverflowError.class);
        });
    assertThat(dispatcher.close(ofSeconds(10)).failure()).contains(failure);
  }

  private static DrainReport drain(AsyncDispatcher dispatcher) {
    try {
      return dispatcher.awaitDrained(ofSeconds(10));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isClosed(AsyncDispatcher dispatcher) {
    try {
      dispatcher.dispatch(new TerminateEvent("to see whether it is closed"));
      return false;
    } catch (DispatcherClosedException _) {
      return true;
    }
  }
}
