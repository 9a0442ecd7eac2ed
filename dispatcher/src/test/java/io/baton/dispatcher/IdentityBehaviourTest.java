package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.IdSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
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
