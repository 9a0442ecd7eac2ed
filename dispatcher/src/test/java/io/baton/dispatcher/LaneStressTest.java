package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.AgentContext;
import io.baton.agents.Ordering;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Order and permits under load, with agents that block, fail, and answer later. */
@Timeout(120)
class LaneStressTest {

  private static final int THREADS = 3;
  private static final int KEYS = 40;
  private static final int EVENTS = Crew.rounds(300);

  private final Router router = new Router();
  private final Sequences sequences = new Sequences();
  private final Executor elsewhere = Executors.newVirtualThreadPerTaskExecutor();

  private static Object key(Debit debit, AgentContext context) {
    return debit.account().isEmpty() ? context.correlationId() : debit.account();
  }

  private List<Event> work(Debit debit, AgentContext context) {
    var random = ThreadLocalRandom.current();
    Object key = key(debit, context);
    sequences.enter(key, debit.n());
    if (random.nextInt(50) == 0) {
      Work.lasting(ofMillis(1));
    }
    if (random.nextInt(20) == 0 && context.attempt() < 5) {
      sequences.abandon(key);
      throw new IllegalStateException("it fails now and then");
    }
    sequences.leave(key);
    return List.of();
  }

  private CompletionStage<List<Event>> workLater(Debit debit, AgentContext context) {
    return ThreadLocalRandom.current().nextBoolean()
        ? CompletableFuture.supplyAsync(() -> work(debit, context), elsewhere)
        : CompletableFuture.completedFuture(work(debit, context));
  }

  private static <E extends Event> RouteOptions<E> options(
      RouteOptions<E> options, Ordering ordering, int concurrency) {
    return options
        .ordered(ordering)
        .concurrency(concurrency)
        .retry(Retry.attempts(5).backoff(ofMillis(1), ofMillis(2)))
        .mailbox(500, Overflow.BLOCK);
  }

  @ParameterizedTest(name = "{0}, {1} at once, asynchronous: {2}")
  @CsvSource({
    "BY_KEY, 1, false",
    "BY_KEY, 4, false",
    "BY_KEY, 4, true",
    "BY_KEY, 2147483647, false",
    "BY_KEY, 2147483647, true",
    "BY_CORRELATION, 4, false",
    "BY_CORRELATION, 2147483647, true"
  })
  void theOrderOfOneKeyIsKeptWithRetriesWhileKeysRunConcurrently(
      Ordering ordering, int concurrency, boolean isAsync) throws Exception {
    if (isAsync) {
      router.onAsync(Debit.class, "bank", this::workLater, o -> options(o, ordering, concurrency));
    } else {
      router.on(Debit.class, "bank", this::work, o -> options(o, ordering, concurrency));
    }
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(64).start()) {
      Crew.together(
          THREADS,
          ofSeconds(100),
          thread -> {
            for (int i = 0; i < EVENTS; i++) {
              for (int key = thread; key < KEYS; key += THREADS) {
                if (ordering == Ordering.BY_KEY) {
                  dispatcher.dispatch(new Debit("key " + key, i));
                } else {
                  dispatcher.dispatch(new Debit("", i), CorrelationId.of("key " + key));
                }
              }
            }
          });
      assertThat(dispatcher.awaitDrained(ofSeconds(100)).failed()).isZero();
    }
    sequences.assertInOrder();
    assertThat(sequences.ended()).isEqualTo(KEYS * EVENTS);
    assertThat(sequences.mostAtOnce()).isBetween(Math.min(2, concurrency), concurrency);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "7"})
  void neverMoreThanNAtOnceAndAllDoneInTheEnd(int permits) throws Exception {
    var numbers = new AtomicInteger();
    router.listen(
        Act.class,
        "few",
        _ -> {
          int n = numbers.getAndIncrement();
          sequences.enter(n, 0);
          Work.lasting(ofMillis(n % 100 == 0 ? 1 : 0));
          sequences.leave(n);
        },
        o -> o.concurrency(permits));
    int events = Crew.rounds(10_000);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      Crew.together(
          THREADS,
          ofSeconds(100),
          _ -> {
            for (int i = 0; i < events; i++) {
              dispatcher.dispatch(new Act.Tick(i));
            }
          });
      Crew.drain(dispatcher);
    }
    assertThat(sequences.ended()).isEqualTo(THREADS * events);
    assertThat(sequences.mostAtOnce()).isEqualTo(permits);
  }

  @Test
  void aMillionEventsWaitInLittleMemory() throws Exception {
    var open = new CountDownLatch(1);
    router.listen(
        Debit.class,
        "bank",
        _ -> Work.until(open),
        o -> o.ordered(Ordering.BY_KEY).concurrency(1).mailbox(2_000_000, Overflow.BLOCK));
    var builder = AsyncDispatcher.builder(router).maxInFlight(2_000_000);
    try (var dispatcher = builder.start()) {
      dispatcher.dispatch(new Debit("a", 0));
      long before = usedBytes();
      for (int i = 0; i < 1_000_000; i++) {
        dispatcher.dispatch(new Debit("b", i));
      }
      await().atMost(ofSeconds(30)).until(() -> dispatcher.report().queued() == 0);
      long each = (usedBytes() - before) / 1_000_000;
      open.countDown();

      assertThat(each).as("bytes for each that waits").isLessThan(450);
      assertThat(dispatcher.awaitDrained(ofSeconds(100)).handled()).isEqualTo(1_000_001);
    }
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
