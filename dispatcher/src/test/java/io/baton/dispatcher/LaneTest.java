package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.Ordering;
import io.baton.agents.TypedAgent;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Event;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a lane holds back, and what it does not. */
@Timeout(60)
class LaneTest {

  private final Router router = new Router();
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
  private final CountDownLatch open = new CountDownLatch(1);

  private static <E extends Event> RouteOptions<E> byKey(RouteOptions<E> options) {
    return options.ordered(Ordering.BY_KEY);
  }

  private void see(Debit debit) {
    seen.add(debit.account() + debit.n());
  }

  private boolean sees(String... debits) {
    return List.copyOf(seen).equals(List.of(debits));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, Integer.MAX_VALUE})
  void anEventWaitsForItsPredecessorOfTheSameKeyAndForNoOther(int concurrency) throws Exception {
    router.listen(
        Debit.class,
        "bank",
        debit -> {
          if (debit.n() == 0 && debit.account().equals("a")) {
            Work.until(open);
          }
          see(debit);
        },
        o -> byKey(o).concurrency(concurrency));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Debit("a", 0));
      dispatcher.dispatch(new Debit("a", 1));
      dispatcher.dispatch(new Debit("b", 0));
      dispatcher.dispatch(new Debit("b", 1));
      await().atMost(ofSeconds(10)).until(() -> sees("b0", "b1"));
      assertThat(dispatcher.report().remaining())
          .containsExactly(new DrainReport.Remaining("bank", 1, 1, 0, 0, 0));

      open.countDown();
      Crew.drain(dispatcher);
    }
    assertThat(seen).containsExactly("b0", "b1", "a0", "a1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Integer.MAX_VALUE})
  void aLaneIsHeldWhileItsDeliveryRestsAndDelaysNoStranger(int concurrency) throws Exception {
    router.on(
        Debit.class,
        "bank",
        (debit, context) -> {
          if (debit.n() == 0 && context.attempt() == 1) {
            throw new IllegalStateException("the first attempt fails");
          }
          see(debit);
          return List.of();
        },
        o ->
            byKey(o)
                .concurrency(concurrency)
                .retry(Retry.attempts(2).backoff(ofMillis(300), ofMillis(300))));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Debit("a", 0));
      dispatcher.dispatch(new Debit("a", 1));
      dispatcher.dispatch(new Debit("b", 1));
      dispatcher.dispatch(new Debit("b", 2));
      Crew.drain(dispatcher);
    }
    assertThat(seen).containsExactly("b1", "b2", "a0", "a1");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, Integer.MAX_VALUE})
  void aLaneIsHeldUntilAnAsynchronousDeliveryHasSettled(int concurrency) throws Exception {
    var first = new CompletableFuture<List<Event>>();
    router.onAsync(
        Debit.class,
        "bank",
        (debit, _) -> {
          see(debit);
          return debit.equals(new Debit("a", 0))
              ? first
              : CompletableFuture.completedFuture(List.of());
        },
        o -> byKey(o).concurrency(concurrency));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Debit("a", 0));
      dispatcher.dispatch(new Debit("a", 1));
      dispatcher.dispatch(new Debit("b", 0));
      await().atMost(ofSeconds(10)).until(() -> seen.contains("b0"));
      assertThat(seen).containsExactlyInAnyOrder("a0", "b0");

      first.complete(List.of());
      Crew.drain(dispatcher);
    }
    assertThat(seen).hasSize(3).last().isEqualTo("a1");
  }

  @Test
  void aLongLaneBehindAnExecutorThatCallsAtOnceNeedsNoDeepStack() throws Exception {
    var first = new CompletableFuture<List<Event>>();
    router.onAsync(
        Debit.class,
        "bank",
        (debit, _) -> {
          see(debit);
          return debit.n() == 0 ? first : CompletableFuture.completedFuture(List.of());
        },
        LaneTest::byKey);
    try (var dispatcher = AsyncDispatcher.builder(router).executor(Runnable::run).start()) {
      for (int i = 0; i < 50_000; i++) {
        dispatcher.dispatch(new Debit("a", i));
      }
      first.complete(List.of());
      assertThat(Crew.drain(dispatcher).failed()).isZero();
    }
    assertThat(seen).hasSize(50_000);
  }

  @Test
  void anExecutorThatRefusesFailsEveryDeliveryOfTheLane() throws Exception {
    router.listen(Debit.class, "bank", this::see, LaneTest::byKey);
    var builder =
        AsyncDispatcher.builder(router)
            .executor(_ -> {
              throw new IllegalStateException("no thread");
            });
    try (var dispatcher = builder.start()) {
      for (int i = 0; i < 1_000; i++) {
        dispatcher.dispatch(new Debit("a", i));
      }
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(1_000);
    }
  }

  @Test
  void theRoutesOwnFunctionFindsTheKey() throws Exception {
    var sequences = new Sequences();
    router.listen(
        Debit.class,
        "bank",
        debit -> {
          sequences.enter(debit.n() % 2, debit.n() / 2);
          sequences.leave(debit.n() % 2);
        },
        o -> byKey(o).key(debit -> debit.n() % 2 == 0 ? "even" : "odd"));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 1_000; i++) {
        dispatcher.dispatch(new Debit("account " + i, i));
      }
      assertThat(Crew.drain(dispatcher).unkeyed()).isZero();
    }
    sequences.assertInOrder();
    assertThat(sequences.ended()).isEqualTo(1_000);
  }

  @Test
  void eventsWithoutAKeyComeInNoOrderAndAreCounted() throws Exception {
    var both = new CountDownLatch(2);
    router.listen(
        Event.class,
        "bank",
        _ -> {
          both.countDown();
          Work.until(both);
        },
        LaneTest::byKey);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Tick(1));
      dispatcher.dispatch(new Tick(2));
      var report = Crew.drain(dispatcher);

      assertThat(report.failed()).isZero();
      assertThat(report.unkeyed()).isEqualTo(2);
    }
  }

  @Test
  void aKeyFunctionThatThrowsFailsThatDeliveryOnly() throws Exception {
    router.listen(
        Debit.class,
        "bank",
        this::see,
        o ->
            byKey(o)
                .key(debit -> {
                  if (debit.n() == 1) {
                    throw new IllegalStateException("no key");
                  }
                  return "a";
                }));
    router.listen(Debit.class, "others", debit -> seen.add("other " + debit.n()));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 3; i++) {
        dispatcher.dispatch(new Debit("a", i));
      }
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(1);
      assertThat(dispatcher.deadLetters().list())
          .singleElement()
          .satisfies(letter -> {
            assertThat(letter.agent()).isEqualTo("bank");
            assertThat(letter.attempts()).isZero();
            assertThat(letter.cause().message()).isEqualTo("no key");
          });
    }
    assertThat(seen).containsExactlyInAnyOrder("a0", "a2", "other 0", "other 1", "other 2");
  }

  @Test
  void theOrderingThatAnAgentDeclaresHolds() throws Exception {
    var sequences = new Sequences();
    router.on("ledger", new Ledger(sequences));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 500; i++) {
        dispatcher.dispatch(new Debit("a", i));
        dispatcher.dispatch(new Debit("b", i));
      }
      Crew.drain(dispatcher);
    }
    sequences.assertInOrder();
    assertThat(sequences.ended()).isEqualTo(1_000);
  }

  @Test
  void theDroppedOrCancelledDeliveryOfALaneLetsTheNextGoOn() throws Exception {
    var entered = new CountDownLatch(1);
    router.listen(
        Debit.class,
        "bank",
        debit -> {
          entered.countDown();
          Work.until(open);
          see(debit);
        },
        o -> byKey(o).concurrency(1));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Debit("x", 0));
      Work.until(entered);
      var cancelled = dispatcher.run(new Debit("a", 0));
      dispatcher.dispatch(new Debit("a", 1));
      await().atMost(ofSeconds(10)).until(() -> dispatcher.report().queued() == 0);
      cancelled.cancel("it is not wanted");
      open.countDown();
      Crew.drain(dispatcher);
    }
    assertThat(seen).containsExactly("x0", "a1");
  }

  @Test
  void aLaneIsThereOnlyWhileSomethingOfItWaitsOrRuns() throws Exception {
    UnaryOperator<RouteOptions<Debit>> options = LaneTest::byKey;
    var route = (QueuedRoute) router.listen(Debit.class, "bank", _ -> {}, options);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 20_000; i++) {
        dispatcher.dispatch(new Debit("account " + i, 0));
      }
      Crew.drain(dispatcher);

      assertThat(((SingleOutlet) route.outlet()).lanes()).isZero();
    }
  }

  private record Ledger(Sequences sequences) implements Agent<Debit>, TypedAgent<Debit> {
    @Override
    public Set<Class<? extends Debit>> accepts() {
      return Set.of(Debit.class);
    }

    @Override
    public Ordering ordering() {
      return Ordering.BY_KEY;
    }

    @Override
    public List<Event> receive(Debit debit, AgentContext context) {
      sequences.enter(debit.account(), debit.n());
      sequences.leave(debit.account());
      return List.of();
    }
  }
}
