package io.baton.dispatcher;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.Join;
import io.baton.agents.MemoryKey;
import io.baton.agents.Ordering;
import io.baton.agents.RunOutcome;
import io.baton.agents.RunReport;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import io.baton.dispatcher.DrainReport.Remaining;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@Timeout(30)
class CancelTest {

  private static final MemoryKey<Integer> COUNT = MemoryKey.of("count", 0);

  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final TraceRecorder recorder = new TraceRecorder();
  private final Semaphore entered = new Semaphore(0);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Queue<Throwable> interrupts = new ConcurrentLinkedQueue<>();
  private final LongAdder replies = new LongAdder();

  private AsyncDispatcher start() {
    router.listen(Reply.class, "replies", _ -> replies.increment());
    return AsyncDispatcher.builder(router)
        .time(time)
        .tracer(recorder)
        .closeTimeout(ofSeconds(5))
        .start();
  }

  /** Waits for the release; an interrupt ends it with an exception. */
  private List<Event> block(int n) throws InterruptedException {
    entered.release();
    try {
      released.await();
    } catch (InterruptedException e) {
      interrupts.add(e);
      throw e;
    }
    return List.of(new Reply(n));
  }

  private static void assertCancelled(RunReport report) {
    assertThat(report.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(report.reason()).contains("enough");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "INLINE")
  void cancelInterruptsWhatRunsSkipsWhatIsQueuedAndTellsTheWaiters(Execution execution)
      throws Exception {
    router.on(
        Ask.class, "slow", (ask, _) -> block(ask.n()), o -> o.execution(execution).concurrency(1));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      run.dispatch(new Ask(2));
      entered.acquire();
      await().atMost(ofSeconds(10)).until(() -> queued(dispatcher) == 1);
      run.cancel("enough");

      assertCancelled(run.await(ofSeconds(10)));
      DrainReport report = Crew.drain(dispatcher);
      assertThat(interrupts).hasSize(1);
      assertThat(run.report().cancelled()).isEqualTo(2);
      assertThat(report.failed()).as("a cancelled delivery is no failure").isZero();
      assertThat(report.dead()).isZero();
      assertThat(replies.sum()).isZero();
      assertThat(dispatcher.runs()).isEmpty();
      assertThat(recorder.ofType(TraceEvent.Cancelled.class))
          .extracting(TraceEvent.Cancelled::attempt)
          .containsExactlyInAnyOrder(0, 1);
    }
  }

  private static long queued(AsyncDispatcher dispatcher) {
    return dispatcher.report().remaining().stream().mapToLong(Remaining::queued).sum();
  }

  @Test
  void otherRunsAndPlainEventsAreNotTouched() throws Exception {
    router.on(Ask.class, "slow", (ask, _) -> block(ask.n()));
    try (var dispatcher = start()) {
      var cancelled = dispatcher.run(new Ask(1));
      var other = dispatcher.run(new Ask(2));
      dispatcher.dispatch(new Ask(3));
      entered.acquire(3);
      cancelled.cancel("enough");
      await().atMost(ofSeconds(10)).until(() -> interrupts.size() == 1);
      released.countDown();

      assertThat(other.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(4);
      assertThat(replies.sum()).isEqualTo(2);
      assertThat(interrupts).hasSize(1);
    }
  }

  @Test
  void whatARunningAgentAnswersAfterTheCancelIsRefused() throws Exception {
    var isRefused = new CompletableFuture<Boolean>();
    router.on(
        Ask.class,
        "stubborn",
        (_, context) -> {
          context.memory().put(COUNT, 1);
          context.emitLater(new Reply(1), ofSeconds(1));
          entered.release();
          awaitIgnoringInterrupts();
          isRefused.complete(isRefused(() -> context.emit(new Reply(2))) && context.isCancelled());
          return List.of(new Reply(3));
        });
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      entered.acquire();
      run.cancel("enough");
      assertCancelled(run.await(ofSeconds(10)));
      assertThat(dispatcher.awaitDrained(ofMillis(50)).remaining())
          .containsExactly(new Remaining("stubborn", 0, 1));
      released.countDown();
      Crew.drain(dispatcher);
      time.advance(ofSeconds(9));
      Crew.drain(dispatcher);

      assertThat(isRefused.join()).isTrue();
      assertThat(replies.sum()).isZero();
      assertThat(dispatcher.memory().get(COUNT)).isZero();
    }
  }

  private void awaitIgnoringInterrupts() {
    while (true) {
      try {
        released.await();
        return;
      } catch (InterruptedException e) {
        interrupts.add(e);
      }
    }
  }

  private static boolean isRefused(Runnable code) {
    try {
      code.run();
      return false;
    } catch (IllegalStateException _) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "SERIAL"})
  void scheduledRetriesAreWithdrawn(Ordering ordering) throws Exception {
    var attempts = new ConcurrentLinkedQueue<Integer>();
    router.on(
        Ask.class,
        "failing",
        (ask, context) -> {
          if (ask.n() == 1) {
            attempts.add(context.attempt());
            throw new IllegalStateException("on purpose");
          }
          return List.of(new Reply(1));
        },
        o -> o.ordered(ordering).retry(Retry.attempts(9).backoff(ofHours(1), ofHours(1))));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      await().atMost(ofSeconds(10)).until(() -> dispatcher.report().scheduled() == 1);
      dispatcher.dispatch(new Ask(2));
      run.cancel("enough");

      assertCancelled(run.await(ofSeconds(10)));
      Crew.drain(dispatcher); // without any time that passes
      assertThat(attempts).containsExactly(1);
      assertThat(replies.sum()).as("its place is free").isEqualTo(1);
      assertThat(run.report().failed()).isZero();
      assertThat(recorder.ofType(TraceEvent.Cancelled.class))
          .extracting(TraceEvent.Cancelled::attempt)
          .containsExactly(1);
    }
  }

  @Test
  void delayedEventsOfTheRunAreWithdrawn() throws Exception {
    router.on(
        Ask.class,
        "delaying",
        (_, context) -> {
          context.emitLater(new Reply(1), ofHours(1));
          return List.of();
        });
    router.on(
        Tick.class,
        "inline",
        (_, context) -> {
          context.emitLater(new Reply(1), ofHours(1));
          return List.of();
        },
        o -> o.execution(Execution.INLINE));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      run.dispatch(new Tick(1));
      await().atMost(ofSeconds(10)).until(() -> dispatcher.report().scheduled() == 2);
      run.cancel("enough");
      Crew.drain(dispatcher);

      assertThat(dispatcher.runs()).isEmpty();
      assertThat(run.report().cancelled()).isEqualTo(2);
      time.advance(ofHours(2));
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(2);
      assertThat(replies.sum()).isZero();
    }
  }

  @Test
  void waitForAPlaceInARateIsCutShort() throws Exception {
    router.on(Ask.class, "rated", (ask, _) -> block(ask.n()), o -> o.rateLimit(1, ofHours(1)));
    released.countDown();
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      entered.acquire();
      var run = dispatcher.run(new Ask(2));
      await().atMost(ofSeconds(10)).until(() -> dispatcher.report().scheduled() == 1);
      run.cancel("enough");
      Crew.drain(dispatcher);

      assertThat(entered.availablePermits()).isZero();
      assertThat(run.report().cancelled()).isEqualTo(1);
    }
  }

  @Test
  void asynchronousAttemptIsEndedAtOnceAndItsLateAnswerIgnored() throws Exception {
    var promises = new ConcurrentLinkedQueue<CompletableFuture<List<Event>>>();
    router.onAsync(
        Ask.class,
        "async",
        (_, _) -> {
          var promise = new CompletableFuture<List<Event>>();
          promises.add(promise);
          entered.release();
          return promise;
        },
        o -> o.ordered(Ordering.SERIAL));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      entered.acquire();
      run.cancel("enough");
      Crew.drain(dispatcher);
      dispatcher.dispatch(new Ask(2));
      entered.acquire();
      promises.forEach(promise -> promise.complete(List.of(new Reply(1))));
      Crew.drain(dispatcher);

      assertThat(replies.sum()).isEqualTo(1);
      assertThat(run.report().cancelled()).isEqualTo(1);
    }
  }

  @Test
  void childRunsAreCancelledAndTheirAgentsInterrupted() throws Exception {
    router.on(
        Ask.class, "asker", (_, context) -> List.of(context.ask(new Tick(1), Reply.class).get()));
    router.on(Tick.class, "slow", (_, _) -> block(1));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      entered.acquire();
      run.cancel("enough");
      DrainReport report = Crew.drain(dispatcher);

      assertThat(interrupts).hasSize(1);
      assertThat(report.failed()).isZero();
      assertThat(dispatcher.runs()).isEmpty();
    }
  }

  @Test
  void openJoinsOfTheRunAreDroppedAndItsWaiterIsTold() throws Exception {
    var join =
        Join.of(Left.class, Right.class).into((left, right) -> new Both(left.n(), right.n()));
    router.on("join", join);
    router.on(Ask.class, "parts", (_, _) -> List.of(new Left(1), new Tick(1)));
    router.on(Tick.class, "slow", (_, _) -> block(1));
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      entered.acquire();
      await().atMost(ofSeconds(10)).until(() -> join.open() == 1);
      run.cancel("enough");
      assertCancelled(run.await(ofSeconds(10)));
      Crew.drain(dispatcher);

      assertThat(join.open()).isZero();
      assertThat(dispatcher.runs()).isEmpty();
    }
  }

  @Test
  void agentThatCancelsItsOwnRunGoesOnToItsEndUninterrupted() throws Exception {
    var isInterrupted = new CompletableFuture<Boolean>();
    router.on(Tick.class, "slow", (_, _) -> block(1));
    router.on(
        Ask.class,
        "canceller",
        (_, context) -> {
          context.emit(new Tick(1));
          entered.acquire();
          context.cancelRun("enough");
          assertThat(context.isCancelled()).isTrue();
          isInterrupted.complete(Thread.currentThread().isInterrupted());
          return List.of(new Reply(1));
        });
    try (var dispatcher = start()) {
      assertCancelled(dispatcher.run(new Ask(1)).await(ofSeconds(10)));
      DrainReport report = Crew.drain(dispatcher);

      assertThat(isInterrupted.join()).isFalse();
      assertThat(interrupts).hasSize(1);
      assertThat(replies.sum()).isZero();
      assertThat(report.failed()).isZero();
    }
  }

  @Test
  void closingThatTakesTooLongInterruptsTheAgentsOfRuns() throws Exception {
    router.on(Ask.class, "slow", (ask, _) -> block(ask.n()));
    var dispatcher = start();
    var run = dispatcher.run(new Ask(1));
    entered.acquire();
    DrainReport report = dispatcher.close(ofMillis(50));

    assertThat(report.remaining()).containsExactly(new Remaining("slow", 0, 1));
    await().atMost(ofSeconds(10)).until(() -> interrupts.size() == 1);
    assertThat(run.report().outcome()).isEqualTo(RunOutcome.FAILED);
  }

  @Test
  void nothingOfARunIsRememberedWhenItHasEnded() throws Exception {
    router.on(Ask.class, "quick", (ask, _) -> List.of(new Reply(ask.n())));
    try (var dispatcher = start()) {
      var runs = new ArrayList<RunState>();
      for (int i = 0; i < 100; i++) {
        runs.add((RunState) dispatcher.run(new Ask(i)));
      }
      Crew.drain(dispatcher);

      assertThat(runs).allMatch(RunState::hasNoParts);
    }
  }
}
