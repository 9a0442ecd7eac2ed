package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.TimeSource;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.IdSource;
import io.baton.events.Keyed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityBehaviourTest {

  record Ask(int n) implements Event {}

  private final Router router = new Router();
  private final ConcurrentLinkedQueue<Envelope> envelopes = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void keepEnvelopes() {
    for (var name : List.of("one", "two")) {
      router.on(
          Ask.class,
          name,
          (_, context) -> {
            envelopes.add(context.envelope());
            return List.of();
          },
          o -> o.execution(Execution.INLINE));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,0", "0,1", "0,0"})
  void anyCorrelationThatACallerGivesIsKept(long high, long low) throws Exception {
    var given = new CorrelationId(high, low);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1), given);
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(envelopes).extracting(Envelope::correlationId).containsExactly(given, given);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 0})
  void anEventHasOneIdHoweverTheSourceCounts(long high) throws Exception {
    var ids = new Counting(high);
    try (var dispatcher = AsyncDispatcher.builder(router).ids(ids).start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(envelopes).extracting(Envelope::id).containsOnly(new EventId(high, 0));
    assertThat(ids.counter).hasValue(1);
  }

  @Test
  void aKeyIsNotInherited() throws Exception {
    router.on(Order.class, "clerk", (order, _) -> List.of(new Ask(order.n())));
    router.on(
        Order.class,
        "keyed",
        (_, context) -> {
          envelopes.add(context.envelope());
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Order(7));
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(envelopes)
        .hasSize(3)
        .allSatisfy(each ->
            assertThat(each.key())
                .isEqualTo(each.event() instanceof Order ? Optional.of("7") : Optional.empty()));
  }

  @Test
  void theClockIsReadOnceABatchWhileNobodyTraces() throws Exception {
    var gate = new CountDownLatch(1);
    router.listen(Order.class, "gate", _ -> Work.until(gate), o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.builder(router).time(new Ticking()).start()) {
      dispatcher.dispatch(new Order(1));
      for (int i = 0; i < 10; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      gate.countDown();
      dispatcher.awaitDrained(ofSeconds(10));
    }

    assertThat(envelopes).hasSize(20);
    assertThat(envelopes.stream().map(Envelope::time).distinct()).hasSizeLessThanOrEqualTo(2);
  }

  record Order(int n) implements Event, Keyed {
    @Override
    public String key() {
      return String.valueOf(n);
    }
  }

  /** A clock that goes on by a millisecond whenever it is read. */
  private static final class Ticking implements TimeSource {

    private final AtomicLong millis = new AtomicLong();

    @Override
    public Instant now() {
      return Instant.ofEpochMilli(millis.incrementAndGet());
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return TimeSource.system().schedule(delay, task);
    }
  }

  /** Ids that count from zero, as a test would like them. */
  private static final class Counting implements IdSource {

    private final long high;
    private final AtomicLong counter = new AtomicLong();

    Counting(long high) {
      this.high = high;
    }

    @Override
    public EventId root(long epochMillis) {
      return new EventId(high, counter.getAndIncrement());
    }

    @Override
    public EventId followUp(EventId parent, long route, int lane, int position) {
      return root(0);
    }
  }
}
