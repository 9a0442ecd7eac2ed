package io.baton.dispatcher;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Batch;
import io.baton.agents.Item;
import io.baton.agents.Ordering;
import io.baton.events.CorrelationId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Order and permits of batches under load, with items that fail. */
@Timeout(120)
class BatchStressTest {

  private static final int THREADS = 3;
  private static final int KEYS = 30;
  private static final int EVENTS = Crew.rounds(400);
  private static final int MOST = 16;

  private final Router router = new Router();
  private final Set<Object> inBatch = ConcurrentHashMap.newKeySet();
  private final Map<Object, Integer> last = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> mistakes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger handled = new AtomicInteger();

  private void receive(Batch<Debit> batch) {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    if (batch.items().size() > MOST) {
      mistakes.add("a batch of " + batch.items().size());
    }
    var keys = batch.items().stream().map(BatchStressTest::key).collect(Collectors.toSet());
    keys.stream().filter(key -> !inBatch.add(key)).forEach(key -> mistakes.add(key + " twice"));
    if (ThreadLocalRandom.current().nextInt(10) == 0) {
      Work.lasting(ofMillis(1));
    }
    for (var item : batch) {
      handle(item);
    }
    inBatch.removeAll(keys);
    now.decrementAndGet();
  }

  private void handle(Item<Debit> item) {
    int n = item.event().n();
    int attempt = item.context().attempt();
    if (attempt < 4 && ThreadLocalRandom.current().nextInt(40) == 0) {
      item.fail(new IllegalStateException("it fails now and then"));
      return;
    }
    handled.incrementAndGet();
    int before = last.merge(key(item), n, Math::max);
    if (attempt == 1 && before > n) {
      mistakes.add("number " + n + " of " + key(item) + " came after " + before);
    }
  }

  private static Object key(Item<Debit> item) {
    return item.event().account().isEmpty()
        ? item.context().correlationId()
        : item.event().account();
  }

  @ParameterizedTest(name = "{0}, {1} at once")
  @CsvSource({"BY_KEY, 1", "BY_KEY, 4", "BY_KEY, 2147483647", "BY_CORRELATION, 3", "SERIAL, 1"})
  void oneKeyIsNeverInTwoBatchesAndKeepsItsOrder(Ordering ordering, int concurrency)
      throws Exception {
    router.onBatch(
        Debit.class,
        "bank",
        MOST,
        ofMillis(1),
        this::receive,
        o ->
            o.ordered(ordering)
                .concurrency(concurrency)
                .retry(Retry.attempts(4).backoff(ofMillis(1), ofMillis(2)))
                .mailbox(500, Overflow.BLOCK));
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(64).start()) {
      Crew.together(
          THREADS,
          ofSeconds(100),
          thread -> {
            for (int i = 0; i < EVENTS; i++) {
              for (int key = thread; key < KEYS; key += THREADS) {
                if (ordering == Ordering.BY_CORRELATION) {
                  dispatcher.dispatch(new Debit("", i), CorrelationId.of("key " + key));
                } else {
                  dispatcher.dispatch(new Debit("key " + key, i));
                }
              }
            }
          });
      assertThat(dispatcher.awaitDrained(ofSeconds(100)).failed()).isZero();
    }
    assertThat(mistakes).isEmpty();
    assertThat(handled).hasValue(KEYS * EVENTS);
    assertThat(most).hasValueBetween(1, concurrency);
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void manyDrainsFindNoBatchForgotten(int concurrency) throws Exception {
    router.onBatch(
        Debit.class,
        "bank",
        4,
        ofHours(1),
        _ -> handled.incrementAndGet(),
        o -> o.concurrency(concurrency));
    router.listen(Act.Tick.class, "others", _ -> {});
    int rounds = Crew.rounds(3_000);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < rounds; i++) {
        for (int n = ThreadLocalRandom.current().nextInt(7); n >= 0; n--) {
          dispatcher.dispatch(new Debit("a", n));
          dispatcher.dispatch(new Act.Tick(n));
        }
        Crew.drain(dispatcher);
      }
    }
  }
}
