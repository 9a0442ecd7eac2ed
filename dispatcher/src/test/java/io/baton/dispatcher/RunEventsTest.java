package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.baton.agents.RunOutcome;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Envelope;
import io.baton.events.EventId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class RunEventsTest {

  private final Router router = new Router();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  private static List<Envelope> read(Run run) {
    return StreamSupport.stream(run.events().spliterator(), false).toList();
  }

  private static List<Integer> numbers(List<Envelope> envelopes) {
    return envelopes.stream().map(each -> ((Tick) each.event()).n()).toList();
  }

  private void branchingRoute(Execution execution) {
    router.on(
        Ask.class,
        "branching",
        (ask, _) ->
            ask.n() == 0
                ? List.of(new Tick(0))
                : List.of(new Ask(ask.n() - 1), new Ask(ask.n() - 1)),
        o -> o.execution(execution));
    router.listen(Tick.class, "leaf", _ -> {}, o -> o.execution(execution));
  }

  /** It answers so many ticks, then waits. */
  private void ticksAndAWait(int count) {
    begun.countDown();
    ticksWhenBegunAndAWait(count);
  }

  private void ticksWhenBegunAndAWait(int count) {
    router.on(
        Ask.class,
        "counting",
        (_, context) -> {
          Stubborn.until(begun);
          IntStream.range(0, count).forEach(n -> context.emit(new Tick(n)));
          return List.of();
        });
    router.listen(
        Tick.class,
        "last",
        tick -> {
          if (tick.n() == count - 1) {
            Stubborn.until(open);
          }
        });
  }

  @Test
  void aRunThatWasNotAskedToRecordHasNoEvents() throws Exception {
    router.listen(Tick.class, "ticking", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Tick(1));

      assertThatThrownBy(run::events)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "run %s records no events; start it with o -> o.keepEvents(n)", run.correlationId());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aParentComesBeforeItsChildAndEveryReaderSeesTheSame(Execution execution) throws Exception {
    branchingRoute(execution);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(5), o -> o.keepEvents(1_000));
      List<Envelope> events = read(run);

      assertThat(events).hasSize(63 + 32);
      var seen = new HashSet<EventId>();
      for (var envelope : events) {
        assertThat(seen).containsAll(envelope.causes());
        seen.add(envelope.id());
      }
      assertThat(run.report().outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(read(run)).isEqualTo(events);
      assertThat(run.events().lost()).isZero();
    }
  }

  @Test
  void eventsOfChildRunsAreAmongThoseOfTheirParent() throws Exception {
    router.on(
        Ask.class,
        "asking",
        (_, context) -> {
          context.ask(new Tick(1), Reply.class).get(ofSeconds(10));
          return List.of();
        });
    router.on(Tick.class, "answering", (_, _) -> List.of(new Reply(1)));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(10));

      assertThat(read(run))
          .extracting(Envelope::event)
          .containsExactly(new Ask(1), new Tick(1), new Reply(1));
    }
  }

  @Test
  void aReaderThatWasOvertakenGoesOnWithTheOldestThatIsKept() throws Exception {
    ticksWhenBegunAndAWait(1_000);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(10));
      var slow = run.events().iterator();
      assertThat(slow.next().event()).isEqualTo(new Ask(1));
      begun.countDown();
      await().until(() -> run.report().events() == 1_001);

      var left = new ArrayList<Envelope>();
      for (int i = 0; i < 10; i++) {
        left.add(slow.next());
      }
      open.countDown();

      assertThat(slow.hasNext()).isFalse();
      assertThatThrownBy(slow::next).isInstanceOf(NoSuchElementException.class);
      assertThat(numbers(left))
          .containsExactlyElementsOf(IntStream.range(990, 1_000).boxed().toList());
      assertThat(numbers(read(run))).isEqualTo(numbers(left));
      assertThat(run.events().lost()).isEqualTo(991);
      assertThat(run.await(ofSeconds(10)).lostEvents()).isEqualTo(991);
      assertThat(run.report().toString()).contains("; recorded events lost: 991");
    }
  }

  @Test
  void readersOfACancelledRunReachItsEndAtOnce() throws Exception {
    ticksAndAWait(3);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(10));
      var events = run.events().iterator();
      for (int i = 0; i < 4; i++) {
        events.next();
      }
      run.cancel("on purpose");

      assertThat(events.hasNext()).isFalse();
      assertThat(read(run)).hasSize(4);
      open.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void iteratingInsideAnAgentOfTheRunIsRefused(Execution execution) throws Exception {
    var own = new CompletableFuture<Run>();
    var refusals = new LinkedBlockingQueue<Throwable>();
    router.listen(
        Ask.class,
        "reading",
        _ -> {
          var events = own.get(10, TimeUnit.SECONDS).events();
          refusals.add(catchThrowable(() -> events.forEach(_ -> {})));
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(1));
      own.complete(run);

      assertThat(refusals.take())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("must not wait for run " + run.correlationId());
    }
  }

  @Test
  void anInterruptedReaderIsToldAndKeepsItsFlag() throws Exception {
    ticksAndAWait(1);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(10));
      var events = run.events().iterator();
      events.next();
      events.next();
      Thread.currentThread().interrupt();

      assertThatThrownBy(events::hasNext)
          .isInstanceOf(DispatchInterruptedException.class)
          .hasMessage("interrupted while waiting for an event of a run");
      assertThat(Thread.interrupted()).isTrue();
      open.countDown();
      assertThat(events.hasNext()).isFalse();
    }
  }

  @Test
  void aSubscriberGetsWhatItAsksForAndThenTheEnd() throws Exception {
    ticksAndAWait(5);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(100));
      var first = new Reading();
      var second = new Reading();
      run.events().subscribe(first);
      run.events().subscribe(second);
      first.subscription().request(2);
      second.subscription().request(Long.MAX_VALUE);
      second.subscription().request(Long.MAX_VALUE);

      await().until(() -> second.seen.size() == 6);
      assertThat(first.seen).hasSize(2);
      assertThat(first.end).isNotDone();
      open.countDown();
      assertThat(second.end.get(10, TimeUnit.SECONDS)).isEqualTo("complete");
      assertThat(first.end).isNotDone();
      first.subscription().request(10);
      assertThat(first.end.get(10, TimeUnit.SECONDS)).isEqualTo("complete");
      assertThat(first.seen).containsExactlyElementsOf(second.seen);
      assertThat(first.threads).allMatch(Thread::isVirtual);
    }
  }

  @Test
  void aSubscriberThatCancelsOrAsksForNothingGetsNoMore() throws Exception {
    ticksAndAWait(5);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(100));
      var wrong = new Reading();
      var gone = new Reading();
      run.events().subscribe(wrong);
      run.events().subscribe(gone);
      gone.subscription().request(1);
      await().until(() -> gone.seen.size() == 1);
      gone.subscription().cancel();
      gone.subscription().request(100);
      wrong.subscription().request(0);

      assertThat(wrong.end.get(10, TimeUnit.SECONDS))
          .isEqualTo("a request must be for at least 1 event, but is for 0");
      open.countDown();
      run.ended().join();
      assertThat(read(run)).hasSize(6);
      assertThat(gone.seen).hasSize(1);
      assertThat(gone.end).isNotDone();
    }
  }

  @Test
  void aSubscriberThatFailsHarmsNobody() throws Exception {
    ticksAndAWait(5);
    try (var log = new CapturedLog(Level.WARN);
        var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(100));
      var failing = new Reading();
      failing.failsAt = 2;
      run.events().subscribe(failing);
      failing.subscription().request(100);
      open.countDown();

      assertThat(run.await(ofSeconds(10)).failed()).isZero();
      await().until(() -> !log.lines("subscriber gets no more events").isEmpty());
      assertThat(failing.seen).hasSize(2);
    }
  }

  @Test
  void waitingForAnEventThatIsThereAlreadyReturnsAtOnce() throws Exception {
    branchingRoute(Execution.VIRTUAL);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(0), o -> o.keepEvents(10));
      Crew.drain(dispatcher);

      assertThat(run.events().await(Tick.class, Duration.ZERO)).contains(new Tick(0));
      assertThat(run.events().await(Reply.class, ofSeconds(60)))
          .as("the run has ended without one")
          .isEmpty();
    }
  }

  @Test
  void waitingForAnEventIsWokenByItOrEndsEmptyWhenTheTimeIsUp() throws Exception {
    router.on(
        Ask.class,
        "late",
        (ask, _) -> {
          Work.until(open);
          return List.of(new Tick(ask.n()));
        });
    router.listen(Tick.class, "ticks", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(10));
      assertThat(run.events().await(Tick.class, Duration.ofMillis(20))).isEmpty();
      Thread.ofVirtual().start(open::countDown);

      assertThat(run.events().await(Tick.class, ofSeconds(20))).contains(new Tick(1));
      Crew.drain(dispatcher);
    }
  }

  @Test
  void waitingForAnEventEndsByAnInterrupt() {
    router.listen(Ask.class, "waiting", _ -> Work.until(open));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(10));
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> run.events().await(Tick.class, ofSeconds(20)))
          .isInstanceOf(InterruptedException.class);
      open.countDown();
    }
  }
}
