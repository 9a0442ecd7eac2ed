package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Tick;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundsTest {

  private final Router router = new Router();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final LongAdder asked = new LongAdder();

  /** A dispatcher that takes one event at a time, whose agent works only when the gate is open. */
  private AsyncDispatcher startNarrow() {
    router.listen(
        Ask.class,
        "asked",
        _ -> {
          gate.await();
          asked.increment();
        });
    return AsyncDispatcher.builder(router).ringSize(4).maxInFlight(1).start();
  }

  /** Gives the agent something to wait with, and then fills the ring. */
  private static int fill(AsyncDispatcher dispatcher) {
    dispatcher.dispatch(new Ask(0));
    await().atMost(ofSeconds(10)).until(() -> dispatcher.report().queued() == 0);
    int accepted = 1;
    while (dispatcher.tryDispatch(new Ask(accepted))) {
      accepted++;
    }
    return accepted;
  }

  @Test
  void tryDispatchIsFalseAtTheBoundOfTheRing() throws Exception {
    try (var dispatcher = startNarrow()) {
      assertThat(fill(dispatcher)).isEqualTo(5);
      assertThat(dispatcher.tryDispatch(new Tick(1))).isFalse();
      gate.countDown();
      Crew.drain(dispatcher);

      assertThat(asked.sum()).isEqualTo(5);
      assertThat(dispatcher.tryDispatch(new Ask(1))).isTrue();
    }
  }

  @Test
  void aCallerWaitsForRoomAndIsThenAccepted() throws Exception {
    try (var dispatcher = startNarrow()) {
      int accepted = fill(dispatcher);
      var caller = Thread.ofPlatform().start(() -> dispatcher.dispatch(new Ask(99)));
      awaitParked(caller);

      gate.countDown();
      caller.join();
      Crew.drain(dispatcher);

      assertThat(asked.sum()).isEqualTo(accepted + 1);
    }
  }

  @Test
  void anInterruptedCallerHasNothingAcceptedAndKeepsItsFlag() throws Exception {
    try (var dispatcher = startNarrow()) {
      int accepted = fill(dispatcher);
      var outcomes = new LinkedBlockingQueue<Object>();
      var caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  dispatcher.dispatch(new Ask(99));
                } catch (DispatchInterruptedException e) {
                  outcomes.add(e);
                  outcomes.add(Thread.currentThread().isInterrupted());
                }
              });
      awaitParked(caller);

      caller.interrupt();
      caller.join();
      gate.countDown();
      Crew.drain(dispatcher);

      assertThat(outcomes).hasSize(2).last().isEqualTo(true);
      assertThat((Throwable) outcomes.remove()).hasMessageContaining("event of type Ask");
      assertThat(asked.sum()).isEqualTo(accepted);
    }
  }

  @Test
  void anInterruptedCallerNeedNotWaitWhereThereIsRoom() throws Exception {
    gate.countDown();
    try (var dispatcher = startNarrow()) {
      Thread.currentThread().interrupt();
      dispatcher.dispatch(new Ask(1));

      assertThat(Thread.interrupted()).isTrue();
      Crew.drain(dispatcher);
      assertThat(asked.sum()).isEqualTo(1);
    }
  }

  @Test
  void aFullMailboxHoldsBackOnlyTheTypesThatGoThere() throws Exception {
    var ticks = new LongAdder();
    router.listen(
        Ask.class,
        "slow",
        _ -> {
          gate.await();
          asked.increment();
        },
        o -> o.concurrency(1).mailbox(2, Overflow.BLOCK));
    router.listen(Tick.class, "quick", _ -> ticks.increment());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      await().atMost(ofSeconds(10)).until(() -> !dispatcher.tryDispatch(new Ask(1)));
      var caller = Thread.ofPlatform().start(() -> dispatcher.dispatch(new Ask(99)));
      awaitParked(caller);

      for (int i = 0; i < 1_000; i++) {
        assertThat(dispatcher.tryDispatch(new Tick(i))).isTrue();
      }
      await().atMost(ofSeconds(10)).until(() -> ticks.sum() == 1_000);
      assertThat(caller.isAlive()).isTrue();
      gate.countDown();
      caller.join();
      Crew.drain(dispatcher);

      assertThat(asked.sum()).isGreaterThanOrEqualTo(4);
      assertThat(dispatcher.tryDispatch(new Ask(5))).isTrue();
    }
  }

  @Test
  void whatIsInsideMayExceedAMailbox() throws Exception {
    router.listen(
        Ask.class,
        "slow",
        _ -> asked.increment(),
        o -> o.concurrency(1).mailbox(2, Overflow.BLOCK));
    router.on(
        Tick.class,
        "many",
        (_, _) -> IntStream.range(0, 500).mapToObj(Ask::new).toList(),
        o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 20; i++) {
        dispatcher.dispatch(new Tick(i));
      }
      Crew.drain(dispatcher);

      assertThat(asked.sum()).isEqualTo(10_000);
      assertThat(dispatcher.tryDispatch(new Ask(1))).isTrue();
    }
  }

  @Test
  void anAgentThatAnswersIntoAFullDispatcherIsNotHeldBack() throws Exception {
    router.on(Ask.class, "asked", (ask, _) -> List.of(new Tick(ask.n()), new Tick(ask.n())));
    router.listen(Tick.class, "ticked", _ -> asked.increment());
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(1).maxInFlight(1).start()) {
      for (int i = 0; i < 500; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      Crew.drain(dispatcher);

      assertThat(asked.sum()).isEqualTo(1_000);
    }
  }

  private static void awaitParked(Thread thread) {
    await().atMost(ofSeconds(10)).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
  }
}
