package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever sleeps is woken: there is no timer that would do it later. */
@Timeout(60)
class WakeUpStressTest {

  private final Router router = new Router();

  @ParameterizedTest
  @EnumSource(names = {"PARK", "ADAPTIVE"})
  void aSingleEventWakesTheIdleDispatcher(WaitStrategy strategy) throws Exception {
    var got = new AtomicInteger();
    router.listen(Tick.class, "got", tick -> got.set(tick.n()), o -> o.execution(Execution.INLINE));
    var random = new SplittableRandom(1);
    try (var dispatcher = AsyncDispatcher.builder(router).waitStrategy(strategy).start()) {
      for (int i = 1; i <= Crew.rounds(20_000); i++) {
        dispatcher.dispatch(new Tick(i));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (got.get() != i) {
          assertThat(System.nanoTime()).as("event %s was not noticed", i).isLessThan(end);
          Thread.onSpinWait();
        }
        for (int pause = random.nextInt(256); pause > 0; pause--) {
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void anAnswerFromAnotherThreadWakesTheIdleDispatcher() throws Exception {
    // given two agents on virtual threads that play ping-pong, so that nothing else goes on
    int hops = 900;
    router.on(
        Ask.class, "ping", (ask, _) -> ask.n() == 0 ? List.of() : List.of(new Reply(ask.n() - 1)));
    router.on(
        Reply.class, "pong", (ask, _) -> ask.n() == 0 ? List.of() : List.of(new Ask(ask.n() - 1)));
    try (var dispatcher = AsyncDispatcher.builder(router).waitStrategy(WaitStrategy.PARK).start()) {
      for (int i = 0; i < Crew.rounds(10); i++) {
        var report = dispatcher.run(new Ask(hops)).await(ofSeconds(10));
        assertThat(report.handled()).isEqualTo(hops + 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aMailboxThatIsJustLeftTakesTheNextEvent(int concurrency) throws Exception {
    // given an agent that answers itself, so that its mailbox gets an event just when it is left
    int hops = 900;
    router.on(
        Ask.class,
        "again",
        (ask, _) -> ask.n() == 0 ? List.of() : List.of(new Ask(ask.n() - 1)),
        o -> o.concurrency(concurrency));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < Crew.rounds(40); i++) {
        var report = dispatcher.run(new Ask(hops)).await(ofSeconds(10));
        assertThat(report.handled()).as("round %s", i).isEqualTo(hops + 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aThrottledDispatcherIsWokenByWhoeverMakesRoom(int maxInFlight) throws Exception {
    var handled = new LongAdder();
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    router.listen(
        Tick.class,
        "ticker",
        _ -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          handled.increment();
          running.decrementAndGet();
        });
    try (var dispatcher =
        AsyncDispatcher.builder(router)
            .maxInFlight(maxInFlight)
            .ringSize(8)
            .waitStrategy(WaitStrategy.PARK)
            .start()) {
      Crew.together(
          2,
          ofSeconds(50),
          _ -> {
            for (int i = 0; i < Crew.rounds(5_000); i++) {
              dispatcher.dispatch(new Tick(i));
            }
          });
      Crew.drain(dispatcher);

      assertThat(handled.sum()).isEqualTo(2L * Crew.rounds(5_000));
      assertThat(most.get()).isLessThanOrEqualTo(maxInFlight);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aMailboxForgetsNothingAndKeepsItsBound(int concurrency) throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var handled = new LongAdder();
    router.onAsync(
        Tick.class,
        "sometimes-async",
        (tick, _) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          handled.increment();
          var stage = new CompletableFuture<List<Act>>();
          if (tick.n() % 2 == 0) {
            end(running, stage);
          } else {
            Thread.ofVirtual().start(() -> end(running, stage));
          }
          return stage;
        },
        o -> o.concurrency(concurrency));
    var random = new SplittableRandom(concurrency);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      long dispatched = 0;
      for (int round = 0; round < Crew.rounds(2_000); round++) {
        int burst = 1 + random.nextInt(4);
        for (int i = 0; i < burst; i++) {
          dispatcher.dispatch(new Tick(random.nextInt(100)));
        }
        dispatched += burst;
        Crew.drain(dispatcher);
        assertThat(handled.sum()).as("round %s", round).isEqualTo(dispatched);
      }
      assertThat(most.get()).isBetween(1, concurrency);
    }
  }

  private static void end(AtomicInteger running, CompletableFuture<List<Act>> stage) {
    running.decrementAndGet();
    stage.complete(List.of());
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "CPU"})
  void anInterruptNeverReachesTheNextEventOfAMailbox(Execution execution) throws Exception {
    var interrupted = new LongAdder();
    router.listen(
        Tick.class,
        "interrupting",
        _ -> {
          if (Thread.interrupted()) {
            interrupted.increment();
          }
          Thread.currentThread().interrupt();
        },
        o -> o.concurrency(2).execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 2_000; i++) {
        dispatcher.dispatch(new Tick(i));
      }
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(2_000);
      assertThat(interrupted.sum()).isZero();
    }
  }

  @Test
  void anInterruptOfTheDispatchersOwnThreadHarmsNobody() throws Exception {
    var got = new SynchronousQueue<Integer>();
    router.listen(
        Ask.class,
        "interrupting",
        _ -> Thread.currentThread().interrupt(),
        o -> o.execution(Execution.INLINE));
    router.listen(Tick.class, "got", tick -> got.put(tick.n()));
    try (var dispatcher = AsyncDispatcher.builder(router).waitStrategy(WaitStrategy.PARK).start()) {
      for (int i = 0; i < 1_000; i++) {
        dispatcher.dispatch(new Ask(i));
        dispatcher.dispatch(new Tick(i));
        assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo(i);
      }
    }
  }
}
