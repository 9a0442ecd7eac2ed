package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.tracing.Tracer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class MdcTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  private final Logger logger = (Logger) LoggerFactory.getLogger(MdcTest.class);

  /** What each line had, as it was when it was written. */
  private final AppenderBase<ILoggingEvent> lines =
      new AppenderBase<ILoggingEvent>() {
        @Override
        protected void append(ILoggingEvent line) {
          contexts.add(Map.copyOf(line.getMDCPropertyMap()));
        }
      };

  private final Queue<Map<String, String>> contexts = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(lines);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @ParameterizedTest
  @EnumSource
  void linesOfAnAgentsLogSayWhatItWorksOn(Execution execution) throws Exception {
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    var router = new Router();
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          logger.warn("cooking");
          ids.add(context.envelope().id().toString());
          return List.of(new Food(ask.n()));
        },
        o -> o.execution(execution));
    router.on(
        Food.class,
        "guest",
        (_, context) -> {
          logger.warn("eating");
          ids.add(context.envelope().id().toString());
          return List.of();
        },
        o -> o.execution(execution).concurrency(1));
    var correlation = CorrelationId.of("evening");
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(Tracer.mdc()).start()) {
      dispatcher.dispatch(new Ask(1), correlation);
      dispatcher.awaitDrained(ofSeconds(30));
    }

    var found = List.copyOf(ids);
    assertThat(contexts)
        .containsExactly(
            context(correlation, found.get(0), "cook"),
            context(correlation, found.get(1), "guest"));
  }

  @Test
  void linesOfABatchAgentsLogSayWhatAllOfItsItemsHave() throws Exception {
    var router = new Router();
    var areAllSent = new CountDownLatch(1);
    router.onBatch(Ask.class, "cook", 2, ofSeconds(20), _ -> logger.warn("cooking"));
    router.listen(Food.class, "guest", _ -> areAllSent.await());
    var correlation = CorrelationId.of("evening");
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(Tracer.mdc()).start()) {
      dispatcher.dispatch(new Food(0)); // while its agent is busy, no batch goes before it is full
      dispatcher.dispatch(new Ask(1), correlation);
      dispatcher.dispatch(new Ask(2), correlation);
      await().until(() -> contexts.size() == 1);
      dispatcher.dispatch(new Ask(3), correlation);
      dispatcher.dispatch(new Ask(4));
      areAllSent.countDown();
      dispatcher.awaitDrained(ofSeconds(30));
    }

    assertThat(contexts)
        .containsExactly(
            Map.of("correlationid", correlation.toString(), "agent", "cook"),
            Map.of("agent", "cook"));
  }

  private static Map<String, String> context(CorrelationId correlation, String id, String agent) {
    return Map.of("correlationid", correlation.toString(), "eventid", id, "agent", agent);
  }
}
