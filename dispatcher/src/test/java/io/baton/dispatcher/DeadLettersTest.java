package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.events.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadLettersTest {

  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final AtomicBoolean isBroken = new AtomicBoolean(true);
  private final Queue<Envelope> seen = new ConcurrentLinkedQueue<>();
  private final LongAdder others = new LongAdder();

  private AsyncDispatcher start() {
    router.on(Ask.class, "teller", (ask, _) -> List.of(new Tick(ask.n())));
    router.on(
        Tick.class,
        "bank",
        (tick, context) -> {
          seen.add(context.envelope());
          if (isBroken.get()) {
            throw new IllegalStateException("the bank is closed");
          }
          return List.of(new Reply(context.attempt()));
        },
        o -> o.retry(Retry.attempts(2).backoff(ZERO, ZERO)));
    router.listen(Tick.class, "auditor", _ -> others.increment());
    router.listen(Tick.class, "clerk", _ -> others.increment());
    return AsyncDispatcher.builder(router).time(time).closeTimeout(ofSeconds(5)).start();
  }

  @Test
  void redispatchedLetterKeepsItsIdCorrelationSourceAndTimeAndGoesToItsRouteOnly()
      throws Exception {
    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask(1));
      assertThat(run.await(ofSeconds(10)).failed()).isEqualTo(1);
      DeadLetter letter = dispatcher.deadLetters().list().getFirst();
      assertThat(letter.attempts()).isEqualTo(2);
      isBroken.set(false);
      time.advance(ofMinutes(5));

      assertThat(dispatcher.deadLetters().redispatch(letter)).isTrue();
      DrainReport report = Crew.drain(dispatcher);

      assertThat(seen).hasSize(3).containsOnly(letter.envelope());
      assertThat(letter.envelope().source()).isEqualTo("teller");
      assertThat(letter.envelope().time()).isEqualTo(Instant.EPOCH);
      assertThat(others.sum()).as("the others have had it").isEqualTo(2);
      assertThat(report.dead()).isZero();
      assertThat(dispatcher.runs()).isEmpty();
      assertThat(run.report().handled()).as("its run has ended").isEqualTo(3);
    }
  }

  @Test
  void redispatchThatFailsAgainIsALetterAgainWithItsAttemptsCountedAnew() throws Exception {
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Ask(1));
      Crew.drain(dispatcher);
      DeadLetter letter = dispatcher.deadLetters().list().getFirst();
      assertThat(dispatcher.deadLetters().redispatch(letter)).isTrue();
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(2);

      assertThat(seen).hasSize(4);
      assertThat(dispatcher.deadLetters().list())
          .singleElement()
          .satisfies(again -> {
            assertThat(again.attempts()).isEqualTo(2);
            assertThat(again.envelope()).isEqualTo(letter.envelope());
            assertThat(again.path()).isEqualTo(letter.path());
          });
    }
  }

  @Test
  void redispatchWaitsWhereTheDispatcherIsFullAndNothingIsLost() throws Exception {
    var released = new CountDownLatch(1);
    router.listen(Reply.class, "blocking", _ -> released.await(), o -> o.concurrency(1));
    var dispatcher = AsyncDispatcher.builder(router).ringSize(1).maxInFlight(2).start();
    router.listen(Left.class, "failing", _ -> fail());
    try (dispatcher) {
      dispatcher.dispatch(new Left(1));
      Crew.drain(dispatcher);
      DeadLetter letter = dispatcher.deadLetters().list().getFirst();
      fill(dispatcher);
      var redispatched =
          CompletableFuture.supplyAsync(() -> dispatcher.deadLetters().redispatch(letter));
      await().during(ofMillis(50)).until(() -> !redispatched.isDone());

      released.countDown();
      assertThat(redispatched.join()).isTrue();
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(2);
    }
  }

  @Test
  void redispatchIsNotHeldBackByTheFullMailboxOfAnotherRoute() throws Exception {
    var released = new CountDownLatch(1);
    var handled = new LongAdder();
    router.listen(
        Tick.class,
        "bank",
        _ -> {
          if (isBroken.get()) {
            throw new IllegalStateException("the bank is closed");
          }
          handled.increment();
        });
    router.listen(
        Tick.class,
        "auditor",
        _ -> released.await(),
        o -> o.concurrency(1).mailbox(1, Overflow.REJECT));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      await().until(() -> isRefused(dispatcher));
      await().until(() -> dispatcher.deadLetters().size() > 0);
      DeadLetter letter = dispatcher.deadLetters().list().getFirst();
      isBroken.set(false);

      assertThat(dispatcher.deadLetters().redispatch(letter)).isTrue();
      await().untilAsserted(() -> assertThat(handled.sum()).isEqualTo(1));
      released.countDown();
    }
  }

  private static boolean isRefused(AsyncDispatcher dispatcher) {
    return !dispatcher.tryDispatch(new Tick(1));
  }

  private static void fill(AsyncDispatcher dispatcher) {
    await()
        .during(ofMillis(50))
        .atMost(ofSeconds(10))
        .until(() -> !dispatcher.tryDispatch(new Reply(1)));
  }

  record Left(int n) implements Event {}

  private void fail() {
    throw new IllegalStateException("on purpose");
  }

  @Test
  void callerThatIsInterruptedWhileItWaitsKeepsTheLetter() throws Exception {
    var released = new CountDownLatch(1);
    router.listen(Reply.class, "blocking", _ -> released.await());
    router.listen(Left.class, "failing", _ -> fail());
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(1).maxInFlight(1).start()) {
      dispatcher.dispatch(new Left(1));
      Crew.drain(dispatcher);
      DeadLetter letter = dispatcher.deadLetters().list().getFirst();
      fill(dispatcher);
      Thread.currentThread().interrupt();

      assertThatExceptionOfType(DispatchInterruptedException.class)
          .isThrownBy(() -> dispatcher.deadLetters().redispatch(letter));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(dispatcher.deadLetters().list()).containsExactly(letter);
      assertThat(dispatcher.runs()).isEmpty();
      released.countDown();
      Crew.drain(dispatcher);
    }
  }

  @Test
  void agentMayRedispatchAndNeverWaits() throws Exception {
    var letters = new CompletableFuture<DeadLetters>();
    router.listen(
        DeadLetter.class,
        "undertaker",
        letter -> {
          isBroken.set(false);
          assertThat(letters.join().redispatch(letter)).isTrue();
        },
        o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(1).maxInFlight(1).start()) {
      router.listen(
          Left.class,
          "failing",
          _ -> {
            if (isBroken.get()) {
              fail();
            }
            others.increment();
          });
      letters.complete(dispatcher.deadLetters());
      for (int i = 0; i < 10; i++) {
        dispatcher.dispatch(new Left(i));
      }
      DrainReport report = Crew.drain(dispatcher);

      assertThat(others.sum()).isEqualTo(10);
      assertThat(report.dead()).isZero();
    }
  }

  @Test
  void manyAreRedispatchedAtOnceByManyAndEachOnce() throws Exception {
    try (var dispatcher = start()) {
      for (int i = 0; i < 200; i++) {
        dispatcher.dispatch(new Tick(i));
      }
      Crew.drain(dispatcher);
      seen.clear();
      isBroken.set(false);
      var letters = new ArrayList<>(dispatcher.deadLetters().list());
      assertThat(letters).hasSize(200);

      var redispatched = new LongAdder();
      Crew.together(
          3,
          ofSeconds(20),
          _ ->
              letters.forEach(letter -> {
                if (dispatcher.deadLetters().redispatch(letter)) {
                  redispatched.increment();
                }
              }));
      Crew.drain(dispatcher);

      assertThat(redispatched.sum()).isEqualTo(200);
      assertThat(seen).hasSize(200);
      assertThat(seen.stream().map(Envelope::id).distinct()).hasSize(200);
    }
  }

  @Test
  void closedDispatcherRefusesAndKeepsTheLetter() throws Exception {
    var dispatcher = start();
    dispatcher.dispatch(new Ask(1));
    Crew.drain(dispatcher);
    dispatcher.close();
    DeadLetter letter = dispatcher.deadLetters().list().getFirst();

    assertThatExceptionOfType(DispatcherClosedException.class)
        .isThrownBy(() -> dispatcher.deadLetters().redispatch(letter));
    assertThat(dispatcher.deadLetters().list()).containsExactly(letter);
    assertThat(dispatcher.deadLetters().remove(letter)).isTrue();
    assertThat(dispatcher.deadLetters().remove(letter)).isFalse();
    assertThat(dispatcher.deadLetters().size()).isZero();
  }

  @Test
  void onlyTheLastTenThousandAreKeptAndTheOthersCounted() {
    var store = new DeadLetterStore(new Engine(new DispatcherOptions(router), () -> {}));
    var letters = new ArrayList<DeadLetter>();
    for (int i = 0; i < 10_003; i++) {
      var letter = letter(i);
      letters.add(letter);
      store.add(letter);
    }

    assertThat(store.dropped()).isEqualTo(3);
    assertThat(store.size()).isEqualTo(10_000);
    assertThat(store.list()).isEqualTo(letters.subList(3, letters.size()));
  }

  private static DeadLetter letter(int n) {
    var id = new EventId(1, n);
    var envelope =
        new Envelope(
            id,
            new CorrelationId(1, n),
            Optional.empty(),
            List.of(),
            Envelope.APPLICATION,
            Instant.EPOCH,
            Optional.empty(),
            0,
            Optional.empty(),
            Headers.none(),
            new Ask(n));
    return new DeadLetter(envelope, "bank", 1, new Failure("x", "", ""), List.of());
  }
}
