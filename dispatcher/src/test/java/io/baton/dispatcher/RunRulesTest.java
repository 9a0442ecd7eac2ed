package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.EventId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class RunRulesTest {

  private final Router router = new Router();

  private AsyncDispatcher start() {
    return AsyncDispatcher.builder(router).closeTimeout(ofSeconds(5)).start();
  }

  @ParameterizedTest
  @EnumSource
  void anAgentMustNotWaitForTheRunItBelongsTo(Execution execution) throws Exception {
    var own = new CompletableFuture<Run>();
    var refusals = new LinkedBlockingQueue<Throwable>();
    router.listen(
        Ask.class,
        "waiting",
        _ -> {
          var run = own.get(10, TimeUnit.SECONDS);
          refusals.add(catchThrowable(() -> run.await(ofSeconds(10))));
        },
        o -> o.execution(execution));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      own.complete(run);

      assertThat(run.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(refusals.take())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("must not wait for run " + run.correlationId());
    }
  }

  @Test
  void aChildRunHasItsParentsCorrelationAndHoldsIt() throws Exception {
    var seen = new LinkedBlockingQueue<Envelope>();
    var gate = new CountDownLatch(1);
    router.on(
        Ask.class,
        "asking",
        (_, context) -> {
          var _ = context.ask(new Tick(1), Reply.class);
          return List.of();
        });
    router.on(
        Tick.class,
        "below",
        (_, context) -> {
          seen.add(context.envelope());
          gate.await();
          return List.of();
        });
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));

      Envelope below = seen.take();
      assertThat(below.correlationId()).isEqualTo(run.correlationId());
      assertThat(below.hops()).isEqualTo(1);
      assertThat(run.await(ofMillis(20)).outcome()).isEqualTo(RunOutcome.RUNNING);
      gate.countDown();
      assertThat(run.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThatThrownBy(() -> run.dispatch(new Ask(2)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has ended");
    }
  }

  @Test
  void aChildRunIsCancelledWithItsParentWheneverItWasStarted() throws Exception {
    var failures = new LinkedBlockingQueue<Throwable>();
    var asked = new CountDownLatch(1);
    router.on(
        Ask.class,
        "asking",
        (_, context) -> {
          var before = context.ask(new Tick(1), Reply.class);
          asked.countDown();
          failures.add(catchThrowable(before::get));
          failures.add(catchThrowable(() -> context.ask(new Tick(2), Reply.class).get()));
          return List.of();
        });
    var ticked = new LinkedBlockingQueue<Integer>();
    var gate = new CountDownLatch(1);
    router.listen(
        Tick.class,
        "below",
        tick -> {
          ticked.add(tick.n());
          gate.await();
        });
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      asked.await();
      assertThat(ticked.take()).isEqualTo(1);

      run.cancel("on purpose");

      assertThat(failures.take())
          .isInstanceOfAny(
              AskFailedException.class, InterruptedException.class, IllegalStateException.class);
      assertThat(failures.take())
          .as("the agent is stopped, sooner or later")
          .isInstanceOfAny(AskFailedException.class, IllegalStateException.class);
      gate.countDown();
      Crew.drain(dispatcher);
      assertThat(ticked).isEmpty();
      assertThat(dispatcher.runs()).isEmpty();
    }
  }

  @Test
  void aQuestionThatIsNullLeavesNothingBehind() throws Exception {
    router.on(
        Ask.class,
        "asking",
        (_, context) -> {
          context.ask(nothing(), Reply.class);
          return List.of();
        });
    try (var dispatcher = start()) {
      var report = dispatcher.run(new Ask(1)).await(ofSeconds(10));

      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(report.failed()).isEqualTo(1);
    }
  }

  @SuppressWarnings("NullAway") // the mistake is the point
  private static Ask nothing() {
    return null;
  }

  @Test
  void memoryThatIsWrittenAfterTheEndOfItsRunIsRefused() throws Exception {
    var key = MemoryKey.of("count", 0);
    router.on(
        Ask.class,
        "cancelling",
        (_, context) -> {
          context.memory().put(key, 1);
          context.cancelRun("on purpose");
          return List.of(new Tick(1));
        });
    try (var dispatcher = start()) {
      var report = dispatcher.run(new Ask(1)).await(ofSeconds(10));
      Crew.drain(dispatcher);

      assertThat(report.outcome()).isEqualTo(RunOutcome.CANCELLED);
      assertThat(dispatcher.memory().get(key)).isZero();
    }
  }

  @Test
  void theIdOfAJoinsOutputDoesNotDependOnTheOrderOfArrival() throws Exception {
    var correlation = CorrelationId.of("order 7");
    assertThat(idOfJoined(correlation, new Left(1), new Right(2)))
        .isEqualTo(idOfJoined(correlation, new Right(2), new Left(1)));
  }

  private static EventId idOfJoined(CorrelationId correlation, Act first, Act second)
      throws Exception {
    var router = new Router();
    var seen = new LinkedBlockingQueue<Envelope>();
    router.on(
        "joining",
        Join.of(Left.class, Right.class).into((left, right) -> new Both(left.n(), right.n())));
    router.on(
        Both.class,
        "seer",
        (_, context) -> {
          seen.add(context.envelope());
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(first, correlation);
      dispatcher.dispatch(second, correlation);
      Envelope output = seen.take();
      assertThat(output.causes()).hasSize(2);
      return output.id();
    }
  }

  @Test
  void aRedeliveryMakesTheSameIds() throws Exception {
    var seen = new LinkedBlockingQueue<EventId>();
    var isWell = new AtomicBoolean();
    router.on(
        Ask.class,
        "failing",
        (_, context) -> {
          context.emit(new Tick(1));
          if (!isWell.getAndSet(true)) {
            throw new IllegalStateException("on purpose");
          }
          return List.of();
        });
    router.on(
        Tick.class,
        "seer",
        (_, context) -> {
          seen.add(context.envelope().id());
          return List.of();
        });
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);
      var letter = dispatcher.deadLetters().list().getFirst();
      assertThat(dispatcher.deadLetters().redispatch(letter)).isTrue();
      Crew.drain(dispatcher);

      assertThat(seen).hasSize(2);
      assertThat(seen.take()).isEqualTo(seen.take());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INLINE", "CPU"})
  void aQuestionIsRefusedWhereItWouldBlockAThreadThatOthersNeed(Execution execution)
      throws Exception {
    router.on(
        Ask.class,
        "asker",
        (ask, context) -> List.of(context.ask(new Tick(ask.n()), Reply.class).get()),
        o -> o.execution(execution));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);

      assertThat(dispatcher.deadLetters().list())
          .singleElement()
          .extracting(letter -> letter.cause().message())
          .asString()
          .startsWith("agent asker must not ask on an " + execution + " route");
    }
  }

  @Test
  void aRedeliveryOwnsTheJoinsThatItOpens() throws Exception {
    var isBroken = new AtomicBoolean(true);
    router.on(
        Ask.class,
        "cook",
        (ask, _) -> {
          if (isBroken.getAndSet(false)) {
            throw new IllegalStateException("on purpose");
          }
          return List.of(new Left(ask.n()));
        });
    var join =
        Join.of(Left.class, Right.class).into((left, right) -> new Both(left.n(), right.n()));
    router.on("join", join);
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1), CorrelationId.of("one"));
      dispatcher.dispatch(new Right(1), CorrelationId.of("one"));
      Crew.drain(dispatcher);
      dispatcher.deadLetters().redispatch(dispatcher.deadLetters().list().getFirst());
      Crew.drain(dispatcher);

      assertThat(join.counts().starved()).isEqualTo(1);
      assertThat(join.open()).as("that of the other part").isEqualTo(1);
    }
  }

  @Test
  void busyVirtualThreadsDelayNoTimer() throws Exception {
    var isOver = new AtomicBoolean();
    router.listen(
        Tick.class,
        "spinning",
        _ -> {
          while (!isOver.get()) {
            Thread.onSpinWait();
          }
        });
    router.on(
        Ask.class,
        "delaying",
        (_, context) -> {
          context.emitLater(new Reply(1), ofMillis(10));
          return List.of();
        },
        o -> o.execution(Execution.INLINE));
    router.listen(Reply.class, "ending", _ -> isOver.set(true), o -> o.execution(Execution.INLINE));
    try (var dispatcher = start()) {
      for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
        dispatcher.dispatch(new Tick(i));
      }
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);

      assertThat(isOver).isTrue();
    }
  }

  @Test
  void theDispatchersThreadIsNoDaemonAndBearsItsName() {
    try (var dispatcher = AsyncDispatcher.builder(router).name("keeper").start()) {
      assertThat(dispatcher).hasToString("dispatcher keeper");
      assertThat(Thread.getAllStackTraces().keySet())
          .anySatisfy(thread -> {
            assertThat(thread.getName()).isEqualTo("keeper");
            assertThat(thread.isDaemon()).isFalse();
          });
    }
  }

  @Test
  void closingAfterAWaitOfAnyLengthEnds() throws Exception {
    var forever = ofSeconds(Long.MAX_VALUE);
    var dispatcher = start();
    assertThat(dispatcher.awaitDrained(forever).drained()).isTrue();
    assertThat(dispatcher.close(forever).drained()).isTrue();
    dispatcher.close();
  }
}
