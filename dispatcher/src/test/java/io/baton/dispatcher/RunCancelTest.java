package io.baton.dispatcher;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AgentContext;
import io.baton.agents.Join;
import io.baton.agents.MemoryKey;
import io.baton.agents.RunOutcome;
import io.baton.agents.WhenFailed;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.DeadLetter;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.RunCancelled;
import io.baton.events.Unrouted;
import io.baton.tracing.DeliveryOutcome;
import io.baton.tracing.TraceRecorder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class RunCancelTest {

  private final Router router = new Router();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger ticks = new AtomicInteger();
  private final LinkedBlockingQueue<Run> runs = new LinkedBlockingQueue<>();

  private AsyncDispatcher start() {
    return AsyncDispatcher.builder(router).closeTimeout(ofSeconds(5)).start();
  }

  private void routeThatFailsItsRun() {
    router.on(
        Ask.class,
        "failing",
        (_, _) -> {
          throw new IllegalStateException("on purpose");
        },
        o -> o.recover((_, _, _) -> new Recovery.FailRun("bad")));
  }

  /** An agent that has begun before it waits, one event at a time. */
  private void busyRoute() {
    router.on(
        Ask.class,
        "busy",
        (ask, _) -> {
          begun.countDown();
          Stubborn.until(open);
          return List.of(new Tick(ask.n()));
        },
        o -> o.concurrency(1));
    router.listen(Tick.class, "ticking", _ -> ticks.incrementAndGet());
  }

  @Test
  void queuedEventsOfACancelledRunAreSkippedAndItsWaitersToldWhileOthersGoOn() throws Exception {
    busyRoute();
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      run.dispatch(new Ask(2));
      run.dispatch(new Ask(3));
      begun.await();
      var other = dispatcher.run(new Ask(4));

      run.cancel("on purpose");
      run.cancel("again");

      var report = run.await(ofSeconds(10));
      assertThat(report.outcome()).isEqualTo(RunOutcome.CANCELLED);
      assertThat(report.reason()).contains("on purpose");
      assertThat(report.active()).isPositive();
      assertThat(run.completion().join().outcome()).isEqualTo(RunOutcome.CANCELLED);
      assertThat(run.ended()).isNotDone();
      assertThat(other.report().outcome()).isEqualTo(RunOutcome.RUNNING);

      open.countDown();
      var stopped = run.ended().join();
      assertThat(stopped.active()).isZero();
      assertThat(stopped.handled()).isZero();
      assertThat(stopped.cancelled()).isEqualTo(3);
      assertThat(other.await(ofSeconds(10)).handled()).isEqualTo(2);
      assertThat(ticks).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void delayedEventsOfACancelledRunAreWithdrawnAtOnce(Execution execution) throws Exception {
    var time = new CountingTime();
    router.on(
        Ask.class,
        "delaying",
        (ask, context) -> {
          context.emitLater(new Tick(ask.n()), ofHours(1));
          context.emitLater(new Tick(ask.n()), ofHours(2));
          return List.of();
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.builder(router).time(time).start()) {
      var run = dispatcher.run(new Ask(1));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      assertThat(dispatcher.report().toString()).contains("delaying: 2 delayed");
      assertThat(time.waiting).hasSize(2);

      run.cancel("on purpose");

      assertThat(run.ended().join().cancelled()).isEqualTo(2);
      assertThat(time.waiting).isEmpty();
      assertThat(Crew.drain(dispatcher).scheduled()).isZero();
    }
  }

  @Test
  void openJoinsOfACancelledRunAreClosedWithoutAnAnswer() throws Exception {
    router.on(
        "joining",
        Join.of(Left.class, Right.class)
            .waitForOutside()
            .within(ofHours(1))
            .orPartial((_, _) -> List.of(new Tick(1)))
            .into((left, right) -> new Both(left.n(), right.n())));
    router.listen(Tick.class, "ticking", _ -> ticks.incrementAndGet());
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Left(1));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      assertThat(run.report().waiting()).containsExactly("joining");
      var completion = run.completion();

      run.cancel("on purpose");

      assertThat(completion.join().toString()).contains("; open joins: [joining]");
      assertThat(run.ended().join().openJoins()).isZero();
      assertThat(Crew.drain(dispatcher).openJoins()).isZero();
      assertThat(ticks).hasValue(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAnAgentDoesAfterItHasCancelledItsRunIsRefused(Execution execution) throws Exception {
    var key = MemoryKey.of("count", 0);
    router.on(
        Ask.class,
        "cancelling",
        (_, context) -> {
          context.memory().put(key, 1);
          context.emitLater(new Tick(1), ofMillis(1));
          context.cancelRun("on purpose");
          assertThat(context.isCancelled()).isTrue();
          context.emit(new Tick(2));
          return List.of(new Tick(3));
        },
        o -> o.execution(execution));
    router.listen(Tick.class, "ticking", _ -> ticks.incrementAndGet(), o -> o.execution(execution));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));

      assertThat(run.ended().join().reason()).contains("on purpose");
      Crew.drain(dispatcher);
      assertThat(dispatcher.memory().get(key)).isZero();
      assertThat(ticks).hasValue(0);
    }
  }

  @Test
  void routesOnRunCancelledAreToldOnceWithTheRunsCorrelation() throws Exception {
    busyRoute();
    var told = new LinkedBlockingQueue<Envelope>();
    router.on(
        RunCancelled.class,
        "told",
        (_, context) -> {
          told.add(context.envelope());
          return List.of();
        });
    router.on(
        Reply.class,
        "asking",
        (_, context) -> {
          var _ = context.ask(new Ask(1), Both.class);
          return List.of();
        });
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Reply(1));
      begun.await();

      run.cancel("on purpose");
      run.cancel("again");
      dispatcher.run(new Tick(1)).await(ofSeconds(10));
      open.countDown();
      Crew.drain(dispatcher);

      assertThat(told).hasSize(1);
      Envelope envelope = told.take();
      assertThat(envelope.event()).isEqualTo(new RunCancelled("on purpose"));
      assertThat(envelope.correlationId()).isEqualTo(run.correlationId());
    }
  }

  @Test
  void cancellingARunThatHasEndedDoesNothing() throws Exception {
    var told = new LinkedBlockingQueue<Event>();
    router.listen(RunCancelled.class, "told", told::add);
    router.listen(Tick.class, "ticking", _ -> ticks.incrementAndGet());
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Tick(1));
      run.await(ofSeconds(10));
      run.cancel("too late");
      Crew.drain(dispatcher);

      assertThat(run.report().outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(run.report().reason()).isEmpty();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void elapsedTimeOfARunEndsWithIt() throws Exception {
    router.listen(Tick.class, "ticking", _ -> ticks.incrementAndGet());
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Tick(1));
      var first = run.await(ofSeconds(10)).elapsed();
      Work.lasting(ofMillis(5));

      assertThat(run.report().elapsed()).isEqualTo(first);
      assertThat(run.ended().join().elapsed()).isEqualTo(first);
    }
  }

  @Test
  void asynchronousAgentIsRefusedWhatItAnswersAfterTheEnd() throws Exception {
    var contexts = new LinkedBlockingQueue<AgentContext>();
    var answer = new CompletableFuture<List<Event>>();
    router.onAsync(
        Ask.class,
        "asynchronous",
        (_, context) -> {
          contexts.add(context);
          return answer;
        });
    router.listen(Tick.class, "ticking", _ -> ticks.incrementAndGet());
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      contexts.take();
      run.cancel("on purpose");
      answer.complete(List.of(new Tick(1)));

      run.ended().join();
      Crew.drain(dispatcher);
      assertThat(ticks).hasValue(0);
    }
  }

  @Test
  void whatIsLeftOfARunWhenTheDispatcherClosesIsToldToAllWhoWait() throws Exception {
    busyRoute();
    var dispatcher = start();
    var run = dispatcher.run(new Ask(1), o -> o.keepEvents(10));
    begun.await();
    var ended = run.ended();

    dispatcher.close(ofMillis(10));

    assertThat(run.completion().join().reason()).contains("the dispatcher was closed");
    assertThat(ended.join().outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(run.events()).hasSize(1);
    open.countDown();
  }

  @ParameterizedTest
  @EnumSource
  void agentOfARunThatItHasEndedIsRefusedWhatItAnswersAndNoFailure(Execution execution)
      throws Exception {
    router.on(
        Ask.class,
        "ending",
        (ask, context) -> {
          if (ask.n() == 2) {
            return List.of();
          }
          context.memory().put(MemoryKey.of("note", 0), 7);
          runs.take().cancel("on purpose");
          if (ask.n() == 0) {
            throw new IllegalStateException("on purpose");
          }
          return List.of(new Tick(1), new Tick(2));
        },
        o -> o.execution(execution));
    router.listen(Tick.class, "ticking", _ -> ticks.incrementAndGet());
    var recorder = new TraceRecorder();
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).start()) {
      for (int i = 0; i < 2; i++) {
        var run = dispatcher.run(new Ask(i));
        runs.add(run);
        var report = run.ended().get(20, TimeUnit.SECONDS);

        assertThat(report.outcome()).isEqualTo(RunOutcome.CANCELLED);
        assertThat(report.handled()).isZero();
        assertThat(report.failed()).isZero();
        assertThat(report.cancelled()).isEqualTo(1);
      }
      dispatcher.dispatch(new Ask(2));
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(1);
      assertThat(dispatcher.memory().get(MemoryKey.of("note", 0))).isZero();
      assertThat(dispatcher.deadLetters().size()).isZero();
      assertThat(recorder.byOutcome(DeliveryOutcome.CANCELLED)).hasSize(2);
    }
    assertThat(ticks).hasValue(0);
  }

  @Test
  void inlineAgentIsNotCalledOnceTheOneBeforeItHasEndedTheRun() throws Exception {
    router.listen(
        Ask.class,
        "ending",
        _ -> runs.take().cancel("on purpose"),
        o -> o.execution(Execution.INLINE));
    router.listen(
        Ask.class, "next", _ -> ticks.incrementAndGet(), o -> o.execution(Execution.INLINE));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(0));
      runs.add(run);

      assertThat(run.ended().get(20, TimeUnit.SECONDS).cancelled()).isEqualTo(2);
    }
    assertThat(ticks).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  void deadLetterThatEndsItsRunIsToldBesideIt(Execution execution) throws Exception {
    var told = new LinkedBlockingQueue<DeadLetter>();
    routeThatFailsItsRun();
    router.listen(DeadLetter.class, "alarm", told::add, o -> o.execution(execution));
    try (var dispatcher = start()) {
      for (int i = 0; i < 50; i++) {
        var run = dispatcher.run(new Ask(i));
        var report = run.ended().get(20, TimeUnit.SECONDS);

        assertThat(report.failed()).isEqualTo(1);
        assertThat(report.cancelled()).isZero();
        assertThat(report.deadLetters()).hasSize(1);
      }
      Crew.drain(dispatcher);
    }
    assertThat(told).hasSize(50);
  }

  @Test
  void alarmThatCausesTheFailureThatItIsToldOfEndsAtTheMostHops() throws Exception {
    routeThatFailsItsRun();
    router.on(
        DeadLetter.class,
        "alarm",
        (_, context) -> {
          ticks.incrementAndGet();
          context.ask(new Ask(1), Reply.class);
          return List.of();
        });
    try (var dispatcher = start()) {
      dispatcher.run(new Ask(0), o -> o.maxHops(20));

      assertThat(Crew.drain(dispatcher).drained()).isTrue();
    }
    assertThat(ticks.get()).isBetween(2, 1_000);
  }

  @Test
  void whatIsToldBesideItsRunHasTheHeadersAndTheSourceOfItsEvent() throws Exception {
    var told = new LinkedBlockingQueue<Envelope>();
    routeThatFailsItsRun();
    router.on(
        DeadLetter.class,
        "alarm",
        (_, context) -> {
          told.add(context.envelope());
          return List.of();
        });
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(0), o -> o.header("tenant", "7"));
      Crew.drain(dispatcher);

      Envelope envelope = told.take();
      assertThat(envelope.correlationId()).isEqualTo(run.correlationId());
      assertThat(envelope.headers().get("tenant")).contains("7");
      assertThat(envelope.source()).isEqualTo("failing");
      assertThat(envelope.hops()).isEqualTo(1);
    }
  }

  @Test
  void whatAJoinFailsOfIsToldBesideItsRun() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    router.on(Ask.class, "left", (ask, _) -> List.of(new Left(ask.n())), o -> o.emits(Left.class));
    router.on(
        Ask.class,
        "right",
        (_, _) -> {
          throw new IllegalStateException("on purpose");
        },
        o -> o.emits(Right.class));
    router.on(
        "join",
        Join.of(Left.class, Right.class)
            .onFailure(WhenFailed.FAIL)
            .into((left, right) -> new Both(left.n(), right.n())));
    router.listen(DeadLetter.class, "alarm", letter -> told.add(letter.agent()));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));

      assertThat(run.await(ofSeconds(20)).outcome()).isEqualTo(RunOutcome.FAILED);
      Crew.drain(dispatcher);
    }
    assertThat(told).contains("join");
  }

  @Test
  void unroutedEventThatEndsItsRunIsToldBesideIt() throws Exception {
    var told = new LinkedBlockingQueue<Unrouted>();
    router.listen(Unrouted.class, "told", told::add);
    try (var dispatcher =
        AsyncDispatcher.builder(router).unrouted(UnroutedPolicy.FAIL_RUN).start()) {
      var run = dispatcher.run(new Ask(1));

      assertThat(run.await(ofSeconds(20)).outcome()).isEqualTo(RunOutcome.FAILED);
      Crew.drain(dispatcher);
    }
    assertThat(told).hasSize(1);
  }
}
