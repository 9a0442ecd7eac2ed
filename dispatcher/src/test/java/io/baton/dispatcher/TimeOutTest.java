package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.baton.agents.AgentContext;
import io.baton.agents.MemoryKey;
import io.baton.agents.Ordering;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.DrainReport.Remaining;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.slf4j.MDC;

@Timeout(30)
class TimeOutTest {

  private static final MemoryKey<Integer> COUNT = MemoryKey.of("count", 0);

  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final TraceRecorder recorder = new TraceRecorder();
  private final Semaphore entered = new Semaphore(0);
  private final CountDownLatch released = new CountDownLatch(1);
  private final LongAdder replies = new LongAdder();
  private final Queue<Throwable> told = new ConcurrentLinkedQueue<>();

  private AsyncDispatcher start() {
    router.listen(
        Reply.class, "replies", _ -> replies.increment(), o -> o.execution(Execution.INLINE));
    return AsyncDispatcher.builder(router)
        .time(time)
        .tracer(recorder)
        .closeTimeout(ofSeconds(5))
        .start();
  }

  private static <E extends Event> RouteOptions<E> inFiveSeconds(RouteOptions<E> options) {
    return options.timeout(ofSeconds(5));
  }

  /** Waits for ever, unless it is interrupted. */
  private List<Event> block() throws InterruptedException {
    entered.release();
    new CountDownLatch(1).await();
    return List.of();
  }

  /** Waits for the release, whatever interrupts it, and then goes on as if nothing had been. */
  private void ignoreInterrupts() {
    entered.release();
    boolean isDone = false;
    while (!isDone) {
      try {
        released.await();
        isDone = true;
      } catch (InterruptedException e) {
        told.add(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "INLINE")
  void agentWhoseTimeIsUpIsInterruptedAndItsDeliveryIsADeadLetter(Execution execution)
      throws Exception {
    router.on(
        Ask.class, "slow", (_, _) -> block(), o -> inFiveSeconds(o).execution(execution));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      entered.acquire();
      time.advance(ofSeconds(4));
      assertThat(run.await(ofMillis(20)).failed()).isZero();
      time.advance(ofSeconds(1));

      var report = run.await(ofSeconds(10));
      assertThat(report.deadLetters()).singleElement().satisfies(letter -> {
        assertThat(letter.cause().toString())
            .isEqualTo("java.util.concurrent.TimeoutException: no answer within PT5S");
        assertThat(letter.attempts()).isEqualTo(1);
      });
      Crew.drain(dispatcher);
      assertThat(recorder.ofType(TraceEvent.TimedOut.class))
          .extracting(TraceEvent.TimedOut::agent, TraceEvent.TimedOut::limit)
          .containsExactly(tuple("slow", ofSeconds(5)));
      assertThat(recorder.ofType(TraceEvent.AgentFailed.class)).hasSize(1);
    }
  }

  @Test
  void agentThatIsQuickEnoughIsLeftAloneAndItsTimerIsWithdrawn() throws Exception {
    var counting = new CountingTime();
    router.on(Ask.class, "quick", (ask, _) -> List.of(new Reply(ask.n())), TimeOutTest::inFiveSeconds);
    router.listen(Reply.class, "replies", _ -> replies.increment());
    try (var dispatcher = AsyncDispatcher.builder(router).time(counting).start()) {
      for (int i = 0; i < 1_000; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(Crew.drain(dispatcher).failed()).isZero();

      assertThat(replies.sum()).isEqualTo(1_000);
      await().atMost(ofSeconds(10)).until(() -> counting.waiting.isEmpty());
    }
  }

  @Test
  void attemptWhoseTimeIsUpIsTriedAgainWhenItsThreadHasEnded() throws Exception {
    router.on(
        Ask.class,
        "slow",
        (ask, context) -> context.attempt() == 1 ? block() : List.of(new Reply(ask.n())),
        o -> inFiveSeconds(o).retry(Retry.attempts(2).backoff(ZERO, ZERO)));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      entered.acquire();
      time.advance(ofSeconds(5));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.failed()).isZero();
      assertThat(replies.sum()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "SERIAL"})
  void agentThatIgnoresItsInterruptIsNamedAsRunningAndItsRetryDoesNotRunBesideIt(
      Ordering ordering) throws Exception {
    var beside = new AtomicInteger();
    var most = new AtomicInteger();
    router.on(
        Ask.class,
        "stubborn",
        (ask, context) -> {
          most.accumulateAndGet(beside.incrementAndGet(), Math::max);
          if (context.attempt() == 1) {
            ignoreInterrupts();
          }
          beside.decrementAndGet();
          return List.of(new Reply(ask.n()));
        },
        o ->
            inFiveSeconds(o)
                .ordered(ordering)
                .retry(Retry.attempts(2).backoff(ZERO, ZERO)));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      entered.acquire();
      time.advance(ofSeconds(5));
      time.advance(ofSeconds(60));
      await().atMost(ofSeconds(10)).until(() -> told.size() == 1);
      DrainReport hanging = dispatcher.awaitDrained(ofMillis(50));

      assertThat(hanging.drained()).isFalse();
      assertThat(hanging.remaining()).containsExactly(new Remaining("stubborn", 0, 1, 0));
      assertThat(hanging.failed()).isZero();

      released.countDown();
      DrainReport report = Crew.drain(dispatcher);
      assertThat(report.remaining()).isEmpty();
      assertThat(report.failed()).isZero();
      assertThat(most).hasValue(1);
      assertThat(replies.sum()).as("the late answer is ignored").isEqualTo(1);
    }
  }

  @Test
  void lastAttemptWhoseTimeIsUpIsBuriedAtOnceThoughItsThreadGoesOn() throws Exception {
    router.on(
        Ask.class,
        "stubborn",
        (_, _) -> {
          ignoreInterrupts();
          return List.of(new Reply(1));
        },
        TimeOutTest::inFiveSeconds);
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      entered.acquire();
      time.advance(ofSeconds(5));

      await().atMost(ofSeconds(10)).until(() -> dispatcher.deadLetters().size() == 1);
      assertThat(run.report().failed()).isEqualTo(1);
      assertThat(run.completion()).isNotDone();
      released.countDown();
      assertThat(run.await(ofSeconds(10)).handled()).isZero();
      assertThat(replies.sum()).isZero();
    }
  }

  @Test
  void permitOfAnAgentThatIgnoresItsInterruptIsNotGivenToAnother() throws Exception {
    router.on(
        Ask.class,
        "narrow",
        (ask, _) -> {
          if (ask.n() == 1) {
            ignoreInterrupts();
          }
          return List.of(new Reply(ask.n()));
        },
        o -> inFiveSeconds(o).concurrency(1));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));
      entered.acquire();
      time.advance(ofSeconds(5));
      await().atMost(ofSeconds(10)).until(() -> dispatcher.deadLetters().size() == 1);
      assertThat(dispatcher.awaitDrained(ofMillis(50)).remaining())
          .containsExactly(new Remaining("narrow", 1, 1, 0));
      released.countDown();
      Crew.drain(dispatcher);

      assertThat(replies.sum()).isEqualTo(1);
    }
  }

  @Test
  void attemptWhoseTimeIsUpCanPublishNothingMore() throws Exception {
    var refused = new CompletableFuture<Throwable>();
    router.on(
        Ask.class,
        "stubborn",
        (_, context) -> {
          context.memory().put(COUNT, 1);
          ignoreInterrupts();
          refused.complete(refusal(context));
          return List.of(new Reply(1));
        },
        TimeOutTest::inFiveSeconds);
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      entered.acquire();
      time.advance(ofSeconds(5));
      released.countDown();
      Crew.drain(dispatcher);

      assertThat(refused.join()).hasMessageContaining("attempt 1 of the delivery to stubborn");
      assertThat(replies.sum()).isZero();
      assertThat(dispatcher.memory().get(COUNT)).isZero();
    }
  }

  private static Throwable refusal(AgentContext context) {
    assertThat(context.isCancelled()).isTrue();
    assertThatIllegalStateException().isThrownBy(context::memory);
    assertThatIllegalStateException()
        .isThrownBy(() -> context.emitLater(new Reply(1), ofSeconds(1)));
    try {
      context.emit(new Reply(1));
      return new AssertionError("it was taken");
    } catch (IllegalStateException e) {
      return e;
    }
  }

  @Test
  void askInsideIsInterruptedWhenTheTimeIsUp() throws Exception {
    router.on(
        Ask.class,
        "asker",
        (_, context) -> {
          entered.release();
          return List.of(context.ask(new Act.Tick(1), Reply.class).get());
        },
        TimeOutTest::inFiveSeconds);
    router.onAsync(
        Act.Tick.class, "silent", (_, _) -> new CompletableFuture<List<Event>>());
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      entered.acquire();
      await().atMost(ofSeconds(10)).until(() -> running(dispatcher, "silent") == 1);
      time.advance(ofSeconds(5));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(report.failed()).as("the child is cancelled and does not fail").isEqualTo(1);
    }
  }

  private static long running(AsyncDispatcher dispatcher, String agent) {
    return dispatcher.report().remaining().stream()
        .filter(work -> work.agent().equals(agent))
        .mapToLong(Remaining::running)
        .sum();
  }

  @Test
  void asynchronousAgentIsTimedFromItsCallAndMayBeInterruptedInIt() throws Exception {
    router.onAsync(
        Ask.class,
        "async",
        (ask, context) -> {
          if (context.attempt() == 1) {
            block();
          }
          return context.attempt() == 2
              ? new CompletableFuture<List<Event>>()
              : CompletableFuture.completedFuture(List.of(new Reply(ask.n())));
        },
        o ->
            inFiveSeconds(o)
                .ordered(Ordering.SERIAL)
                .retry(Retry.attempts(3).backoff(ZERO, ZERO)));
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Ask(2));
      entered.acquire();
      time.advance(ofSeconds(5));
      for (int i = 0; !dispatcher.awaitDrained(ofMillis(20)).drained() && i < 100; i++) {
        time.advance(ofSeconds(5));
      }

      assertThat(replies.sum()).isEqualTo(2);
      assertThat(dispatcher.report().failed()).isZero();
    }
  }

  @Test
  void threadThatGoesOnToTheNextEventHasNeitherTheInterruptNorTheDiagnosticsOfTheLast()
      throws Exception {
    var found = new ConcurrentLinkedQueue<String>();
    var threads = new ConcurrentLinkedQueue<Thread>();
    for (var execution : List.of(Execution.VIRTUAL, Execution.CPU)) {
      router.listen(
          Ask.class,
          "leaving-" + execution,
          _ -> {
            threads.add(Thread.currentThread());
            found.add(Thread.currentThread().isInterrupted() + " " + MDC.get("user"));
            MDC.put("user", "somebody");
            Thread.currentThread().interrupt();
          },
          o -> o.ordered(Ordering.SERIAL).execution(execution));
    }
    try (var dispatcher = start()) {
      for (int i = 0; i < 200; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      Crew.drain(dispatcher);

      assertThat(found).hasSize(400).containsOnly("false null");
      assertThat(threads.stream().distinct().count()).isLessThan(400);
    }
  }
}
