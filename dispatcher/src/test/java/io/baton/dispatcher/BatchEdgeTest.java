package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.BatchAgent;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes of batches at their limits. */
@Timeout(60)
class BatchEdgeTest {

  private final Router router = new Router();
  private final CountDownLatch open = new CountDownLatch(1);
  private final BatchAgent<Ask> answering =
      batch -> batch.forEach(item -> item.answer(new Reply(item.event().n())));

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void batchesWhoseAgentsAskOnEveryPermitDoNotBlockEachOther(int permits) throws Exception {
    router.onBatch(
        Ask.class,
        "asks",
        2,
        ofMillis(1),
        batch -> {
          for (var item : batch) {
            int n = item.event().n();
            int below = n == 0 ? -1 : item.context().ask(new Ask(n - 1), Reply.class).get().n();
            item.answer(new Reply(below + 1));
          }
        },
        o -> o.concurrency(permits));
    try (var dispatcher = AsyncDispatcher.builder(router).maxInFlight(2).start()) {
      for (int i = 0; i < 50; i++) {
        assertThat(dispatcher.ask(new Ask(i % 6), Reply.class).get(ofSeconds(30)).n())
            .isEqualTo(i % 6);
      }
    }
  }

  @Test
  void anAgentThatWaitsWhenTheDispatcherEndsIsLetGo() throws Exception {
    var isOut = new CountDownLatch(1);
    var isIn = new CountDownLatch(1);
    router.onBatch(
        Ask.class,
        "asks",
        2,
        ZERO,
        batch -> {
          var silence = batch.items().getFirst().context().ask(new Tick(1), Reply.class);
          isIn.countDown();
          try {
            silence.get();
          } finally {
            isOut.countDown();
          }
        },
        o -> o.concurrency(1));
    router.listen(Tick.class, "silent", _ -> Work.until(open));
    var dispatcher = AsyncDispatcher.start(router);
    dispatcher.dispatch(new Ask(1));
    Work.until(isIn);

    assertThat(dispatcher.close(ofMillis(100)).drained()).isFalse();
    Work.until(isOut);
    open.countDown();
  }

  @Test
  void anExecutorThatRefusesFailsEveryItem() throws Exception {
    router.onBatch(Ask.class, "asks", 7, ofMillis(1), answering);
    var builder =
        AsyncDispatcher.builder(router)
            .executor(_ -> {
              throw new IllegalStateException("no thread");
            });
    try (var dispatcher = builder.start()) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(Crew.drain(dispatcher).failed()).isEqualTo(100);
    }
  }

  @Test
  void aClockThatRefusesTimersOnlyKeepsBatchesFromLingering() throws Exception {
    router.onBatch(Ask.class, "asks", 7, ofSeconds(Long.MAX_VALUE), answering);
    var builder = AsyncDispatcher.builder(router).time(new RefusingTime());
    try (var dispatcher = builder.start()) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(100);
    }
  }

  @Test
  void aBatchMayLingerForAllTimes() throws Exception {
    router.onBatch(Ask.class, "asks", 7, ofSeconds(Long.MAX_VALUE), answering);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask(1));
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(1);
    }
  }

  @Test
  void anAgentOfAllEventsMayStandOnANarrowerRoute() throws Exception {
    var letters = new AtomicInteger();
    BatchAgent<Event> any = batch -> batch.forEach(item -> item.answer());
    router.onBatch(Ask.class, "any", 4, ofMillis(1), any);
    router.listen(DeadLetter.class, "letters", _ -> letters.incrementAndGet());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      assertThat(Crew.drain(dispatcher).handled()).isEqualTo(100);
    }
    assertThat(letters).hasValue(0);
  }

  @Test
  void batchesThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> router.onBatch(Ask.class, "asks", 0, ZERO, answering))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch must hold at least 1 event, but most is 0");
    assertThatThrownBy(() -> router.onBatch(Ask.class, "asks", 1, ofMillis(-1), answering))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("linger must not be negative, but is PT-0.001S");
    assertThatThrownBy(() -> on(o -> o.execution(Execution.INLINE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "route asks takes batches, so it cannot be INLINE, where each event is handled at once");
    assertThatThrownBy(() -> on(o -> o.timeout(ofSeconds(1)).rateLimit(1, ofSeconds(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "route asks takes batches, so it cannot have timeout, rateLimit, which are for the"
                + " attempts of single events");
    assertThat(router.routes()).isEmpty();
  }

  private void on(UnaryOperator<RouteOptions<Ask>> options) {
    router.onBatch(Ask.class, "asks", 10, ZERO, answering, options);
  }
}
