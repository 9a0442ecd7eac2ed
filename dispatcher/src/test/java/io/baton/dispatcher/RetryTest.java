package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import io.baton.agents.AgentContext;
import io.baton.agents.Join;
import io.baton.agents.MemoryKey;
import io.baton.agents.Ordering;
import io.baton.agents.RunOutcome;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import io.baton.dispatcher.DrainReport.Remaining;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@Timeout(30)
class RetryTest {

  private static final MemoryKey<Integer> COUNT = MemoryKey.of("count", 0);

  /** Always the longest wait but a nanosecond. */
  private static final RandomGenerator LATEST = () -> Long.MAX_VALUE;

  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final TraceRecorder recorder = new TraceRecorder();
  private final Queue<Integer> attempts = new ConcurrentLinkedQueue<>();
  private final LongAdder replies = new LongAdder();

  private AsyncDispatcher start() {
    router.listen(
        Reply.class, "replies", _ -> replies.increment(), o -> o.execution(Execution.INLINE));
    return AsyncDispatcher.builder(router)
        .time(time)
        .random(() -> 0L)
        .tracer(recorder)
        .closeTimeout(ofSeconds(5))
        .start();
  }

  private static <E extends Event> RouteOptions<E> twice(RouteOptions<E> options) {
    return options.retry(Retry.attempts(2).backoff(ofSeconds(2), ofSeconds(2)));
  }

  private static <E extends Event> UnaryOperator<RouteOptions<E>> attempts(int attempts) {
    return o -> o.retry(Retry.attempts(attempts).backoff(ZERO, ZERO));
  }

  /** Fails until the given attempt. */
  private void failUntil(int good, AgentContext context) throws IOException {
    attempts.add(context.attempt());
    if (context.attempt() < good) {
      throw new IOException("attempt " + context.attempt());
    }
  }

  /** Waits until all that goes on only waits for its time, and moves the time on. */
  private void advance(AsyncDispatcher dispatcher, Duration duration) throws InterruptedException {
    assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
    time.advance(duration);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "INLINE")
  void failedDeliveryIsTriedAgainUntilItEndsWell(Execution execution) throws Exception {
    router.on(
        Ask.class,
        "flaky",
        (ask, context) -> {
          failUntil(3, context);
          return List.of(new Reply(ask.n()));
        },
        o -> RetryTest.<Ask>attempts(3).apply(o).execution(execution));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(attempts).containsExactly(1, 2, 3);
      assertThat(replies.sum()).isEqualTo(1);
      assertThat(report.handled()).isEqualTo(2);
      assertThat(report.failed()).isZero();
      assertThat(report.dead()).isZero();
    }
  }

  @Test
  void asynchronousAgentIsTriedAgain() throws Exception {
    router.onAsync(
        Ask.class,
        "flaky",
        (ask, context) ->
            CompletableFuture.supplyAsync(() -> {
              attempts.add(context.attempt());
              if (context.attempt() < 3) {
                throw new IllegalStateException("on purpose");
              }
              return List.of(new Reply(ask.n()));
            }),
        o -> RetryTest.<Ask>attempts(3).apply(o).concurrency(1));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(attempts).hasSize(6);
      assertThat(replies.sum()).isEqualTo(2);
      assertThat(report.handled()).isEqualTo(4);
    }
  }

  @Test
  void lastAttemptThatFailsMakesADeadLetterThatCountsThem() throws Exception {
    router.on(
        Ask.class,
        "hopeless",
        (_, context) -> {
          failUntil(9, context);
          return List.of();
        },
        attempts(3));
    try (var dispatcher = start()) {
      var report = dispatcher.run(new Ask(1)).await(ofSeconds(10));

      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(report.failed()).isEqualTo(1);
      var letter = report.deadLetters().getFirst();
      assertThat(letter.attempts()).isEqualTo(3);
      assertThat(letter.cause().message()).isEqualTo("attempt 3");
      assertThat(dispatcher.deadLetters().list()).containsExactly(letter);
    }
  }

  @Test
  void waitsAreThoseOfThePolicyAndTraced() throws Exception {
    router.on(
        Ask.class,
        "flaky",
        (_, context) -> {
          failUntil(4, context);
          return List.of();
        },
        o -> o.retry(Retry.attempts(4).backoff(ofSeconds(2), ofSeconds(6))));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      advance(dispatcher, ofMillis(999));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      assertThat(attempts).hasSize(1);
      time.advance(ofMillis(1));
      advance(dispatcher, ofSeconds(2));
      advance(dispatcher, ofSeconds(3));
      Crew.drain(dispatcher);

      assertThat(recorder.ofType(TraceEvent.Retried.class))
          .extracting(
              TraceEvent.Retried::attempt,
              TraceEvent.Retried::delay,
              retried -> retried.cause().message())
          .containsExactly(
              tuple(1, ofSeconds(1), "attempt 1"),
              tuple(2, ofSeconds(2), "attempt 2"),
              tuple(3, ofSeconds(3), "attempt 3"));
      assertThat(recorder.ofType(TraceEvent.AgentStarted.class))
          .extracting(TraceEvent.AgentStarted::attempt)
          .containsExactly(1, 2, 3, 4);
      assertThat(recorder.ofType(TraceEvent.AgentEnded.class))
          .extracting(TraceEvent.AgentEnded::attempt, TraceEvent.AgentEnded::queueWait)
          .containsExactly(tuple(4, ZERO));
    }
  }

  @Test
  void waitsAreDrawnFromTheGivenSource() throws Exception {
    router.on(Ask.class, "failing", (_, context) -> fail(context), RetryTest::twice);
    var dispatcher =
        AsyncDispatcher.builder(router).time(time).random(LATEST).tracer(recorder).start();
    try (dispatcher) {
      dispatcher.dispatch(new Ask(1));
      advance(dispatcher, ofSeconds(2));
      Crew.drain(dispatcher);

      assertThat(recorder.ofType(TraceEvent.Retried.class).getFirst().delay())
          .isBetween(ofMillis(1_499), ofSeconds(2));
    }
  }

  private List<Event> fail(AgentContext context) {
    attempts.add(context.attempt());
    throw new IllegalStateException("on purpose");
  }

  @Test
  void whoeverFailsInAWayThatIsNotToBeTriedAgainIsBuriedAtOnce() throws Exception {
    router.on(
        Ask.class,
        "picky",
        (_, context) -> fail(context),
        o -> o.retry(Retry.attempts(5).when(e -> e instanceof IOException)));
    router.on(
        Tick.class,
        "broken",
        (_, context) -> {
          attempts.add(context.attempt());
          throw new AssertionError("an error is not tried again");
        },
        o -> o.retry(Retry.attempts(5)));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Tick(1));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.failed()).isEqualTo(2);
      assertThat(attempts).containsExactly(1, 1);
    }
  }

  @Test
  void predicateThatThrowsEndsTheAttemptsAndIsTold() throws Exception {
    router.on(
        Ask.class,
        "mistaken",
        (_, context) -> fail(context),
        o ->
            o.retry(
                Retry.attempts(5)
                    .when(_ -> {
                      throw new IllegalArgumentException("the predicate fails");
                    })));
    try (var dispatcher = start();
        var log = new CapturedLog(Level.WARN)) {
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);

      var letter = dispatcher.deadLetters().list().getFirst();
      assertThat(letter.attempts()).isEqualTo(1);
      assertThat(letter.cause().toString()).endsWith("IllegalStateException: on purpose");
      assertThat(log.lines("the retry's predicate failed: ")).hasSize(1);
    }
  }

  @Test
  void waitingForTheNextAttemptIsNotIdlenessForADrainButForAwaitIdle() throws Exception {
    router.on(Ask.class, "flaky", (_, context) -> fail(context), RetryTest::twice);
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      DrainReport waiting = dispatcher.awaitDrained(ofMillis(20));

      assertThat(waiting.drained()).isFalse();
      assertThat(waiting.scheduled()).isEqualTo(1);
      assertThat(waiting.remaining()).containsExactly(new Remaining("flaky", 0, 0, 1));
      assertThat(run.report().outcome()).isEqualTo(RunOutcome.RUNNING);

      time.advance(ofSeconds(2));
      assertThat(run.await(ofSeconds(10)).failed()).isEqualTo(1);
      DrainReport report = Crew.drain(dispatcher);
      assertThat(report.scheduled()).isZero();
      assertThat(report.remaining()).isEmpty();
    }
  }

  @Test
  void deliveriesThatWaitForTheirNextAttemptCountAgainstMaxInFlight() throws Exception {
    router.on(Ask.class, "flaky", (_, context) -> fail(context), RetryTest::twice);
    var dispatcher =
        AsyncDispatcher.builder(router).time(time).ringSize(2).maxInFlight(3).start();
    try (dispatcher) {
      int accepted = 0;
      while (accepted < 5) {
        accepted += dispatcher.tryDispatch(new Ask(accepted)) ? 1 : 0;
      }
      assertThat(dispatcher.awaitIdle(ofMillis(100))).isFalse(); // two wait in the ring
      assertThat(attempts).hasSize(3);
      assertThat(dispatcher.tryDispatch(new Ask(5))).isFalse();

      time.advance(ofSeconds(2));
      advance(dispatcher, ofSeconds(2));
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(5);
    }
  }

  @Test
  void failedAttemptPublishesNoAnswerChangesNoMemoryAndWithdrawsWhatItDelayed() throws Exception {
    router.on(
        Ask.class,
        "flaky",
        (_, context) -> {
          context.memory().update(COUNT, n -> n + 1);
          context.emitLater(new Reply(context.attempt()), ofSeconds(1));
          failUntil(3, context);
          return List.of(new Reply(0));
        },
        attempts(3));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      advance(dispatcher, ofSeconds(9));
      Crew.drain(dispatcher);

      assertThat(dispatcher.memory().get(COUNT)).isEqualTo(1);
      assertThat(replies.sum()).isEqualTo(2); // one answer, and what the last attempt delayed
    }
  }

  @Test
  void attemptsGiveWhatTheyEmitAndDelayTheSameIds() throws Exception {
    var ids = new ConcurrentLinkedQueue<EventId>();
    var keys = new ConcurrentLinkedQueue<String>();
    router.on(
        Ask.class,
        "flaky",
        (_, context) -> {
          keys.add(context.idempotencyKey());
          context.emit(new Tick(1));
          context.emit(new Tick(2));
          failUntil(2, context);
          return List.of();
        },
        attempts(2));
    router.on(
        Tick.class,
        "ids",
        (_, context) -> {
          ids.add(context.envelope().id());
          return List.of();
        },
        o -> o.ordered(Ordering.SERIAL));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);

      var all = List.copyOf(ids);
      assertThat(all).hasSize(4);
      assertThat(all.subList(0, 2)).doesNotHaveDuplicates().isEqualTo(all.subList(2, 4));
      assertThat(keys).hasSize(2).containsOnly(keys.peek());
    }
  }

  @Test
  void joinDropsThePartsThatARepeatedAttemptEmitsAgain() throws Exception {
    var join =
        Join.of(Left.class, Right.class).into((left, right) -> new Both(left.n(), right.n()));
    router.on("join", join);
    router.on(
        Ask.class,
        "flaky",
        (_, context) -> {
          context.emit(new Left(context.attempt()));
          failUntil(2, context);
          return List.of(new Right(context.attempt()));
        },
        attempts(2));
    try (var dispatcher = start()) {
      assertThat(dispatcher.ask(new Ask(1), Both.class).get(ofSeconds(10)))
          .isEqualTo(new Both(1, 2));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.droppedParts()).isEqualTo(1);
      assertThat(report.openJoins()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "INLINE")
  void joinsFunctionIsTriedAgainWithItsKeptParts(Execution execution) throws Exception {
    var calls = new AtomicInteger();
    router.on(
        "join",
        Join.of(Left.class, Right.class)
            .into((left, right) -> {
              if (calls.incrementAndGet() < 3) {
                throw new IOException("not yet");
              }
              return new Both(left.n(), right.n());
            }),
        o -> RetryTest.<Event>attempts(3).apply(o).execution(execution));
    router.on(Ask.class, "parts", (_, _) -> List.of(new Left(1), new Right(2)));
    try (var dispatcher = start()) {
      assertThat(dispatcher.ask(new Ask(1), Both.class).get(ofSeconds(10)))
          .isEqualTo(new Both(1, 2));
      assertThat(calls).hasValue(3);
      assertThat(Crew.drain(dispatcher).failed()).isZero();
    }
  }

  @Test
  void conflictOfACompareAndSetIsTriedAgainWhateverThePredicateSays() throws Exception {
    var isRead = new CountDownLatch(1);
    var isChanged = new CountDownLatch(1);
    router.on(
        Ask.class,
        "changer",
        (_, context) -> {
          attempts.add(context.attempt());
          var before = context.memory().read(COUNT);
          assertThat(context.memory().compareAndSet(COUNT, before.version(), before.value() + 1))
              .isTrue();
          isRead.countDown();
          Work.until(isChanged);
          return List.of(new Reply(1));
        },
        o -> o.retry(Retry.attempts(2).backoff(ZERO, ZERO).when(_ -> false)));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      Work.until(isRead);
      dispatcher.memory().put(COUNT, 10);
      isChanged.countDown();
      Crew.drain(dispatcher);

      assertThat(attempts).containsExactly(1, 2);
      assertThat(dispatcher.memory().get(COUNT)).isEqualTo(11);
      assertThat(replies.sum()).isEqualTo(1);
      assertThat(recorder.ofType(TraceEvent.Retried.class).getFirst().cause().type())
          .endsWith("MemoryConflictException");
    }
  }

  @Test
  void contextOfAFailedAttemptIsClosedThoughTheNextOneGoesOn() throws Exception {
    var contexts = new ArrayList<AgentContext>();
    router.on(
        Ask.class,
        "flaky",
        (_, context) -> {
          contexts.add(context);
          failUntil(2, context);
          assertThat(context.correlationId()).isNotNull();
          assertThatIllegalStateException()
              .isThrownBy(() -> contexts.getFirst().emit(new Reply(1)))
              .withMessage(
                  "attempt 1 of the delivery to flaky has settled; its context must not be used any"
                      + " more");
          return List.of();
        },
        attempts(2));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));

      assertThat(Crew.drain(dispatcher).failed()).isZero();
      assertThat(replies.sum()).isZero();
    }
  }

  @Test
  void childRunsOfAFailedAttemptAreCancelled() throws Exception {
    var children = new ConcurrentLinkedQueue<AgentContext>();
    var isAsked = new CountDownLatch(1);
    router.on(
        Tick.class,
        "child",
        (_, context) -> {
          children.add(context);
          isAsked.countDown();
          Work.until(new CountDownLatch(1));
          return List.of();
        });
    router.on(
        Ask.class,
        "asker",
        (_, context) -> {
          if (context.attempt() == 1) {
            context.ask(new Tick(1), Reply.class);
            Work.until(isAsked);
          }
          failUntil(2, context);
          return List.of();
        },
        attempts(2));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(children).singleElement().matches(AgentContext::isCancelled);
      assertThat(report.failed()).isZero();
    }
  }
}
