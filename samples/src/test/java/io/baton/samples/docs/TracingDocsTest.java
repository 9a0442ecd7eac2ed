package io.baton.samples.docs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.baton.agents.RunReport;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.tracing.AgentAttempt;
import io.baton.tracing.AgentScope;
import io.baton.tracing.ScopedTracer;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the page on tracing shows and claims. */
class TracingDocsTest {

  @Test
  void recorderTellsTheStoryOfARun() throws Exception {
    var router = router();

    // docs: recorder
    var recorder = new TraceRecorder();
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).start()) {
      RunReport report = dispatcher.run(new Ask("rainy")).await(ofSeconds(10));

      List<TraceEvent> story = recorder.events(report.correlationId());
      // end
      assertThat(story)
          .extracting(event -> event.getClass().getSimpleName())
          .containsExactly(
              "RunStarted",
              "Dispatched",
              "AgentStarted",
              "Note",
              "AgentEnded",
              "Dispatched",
              "AgentStarted",
              "AgentFailed",
              "DeadLettered",
              "Dispatched",
              "RunEnded");
      // docs: recorder
    }
    // end

    // docs: queries
    List<TraceEvent.AgentFailed> failed = recorder.ofType(TraceEvent.AgentFailed.class);
    List<TraceEvent.Dispatched> meals = recorder.dispatched(Food.class);
    List<TraceEvent> ofCook = recorder.byAgent("cook");
    List<TraceEvent> slow =
        recorder.matching(event ->
            event instanceof TraceEvent.AgentEnded ended
                && ended.work().compareTo(ofSeconds(1)) > 0);
    // end
    assertThat(failed).extracting(TraceEvent.AgentFailed::agent).containsExactly("guest");
    assertThat(meals).hasSize(1);
    assertThat(ofCook).hasSize(4);
    assertThat(slow).isEmpty();
  }

  @Test
  void severalTracersCompose() throws Exception {
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    var recorder = new TraceRecorder(1_000);

    // docs: tracer
    Tracer alarm =
        event -> {
          if (event instanceof TraceEvent.DeadLettered dead) {
            failures.add(dead.agent() + ": " + dead.cause());
          }
        };
    Tracer tracer = Tracer.all(alarm, recorder, Tracer.slf4j());
    // end
    dispatchOne(tracer);

    assertThat(failures).containsExactly("guest: java.lang.IllegalStateException: not hungry");
    assertThat(recorder.size()).isPositive();
  }

  @Test
  void scopeIsAroundAnAgent() throws Exception {
    // docs: scope
    record Named(String service) implements ScopedTracer {
      @Override
      public void trace(TraceEvent event) {}

      @Override
      public AgentScope enter(AgentAttempt attempt) {
        Thread thread = Thread.currentThread();
        String before = thread.getName();
        thread.setName(service + "/" + attempt.agent());
        return () -> thread.setName(before);
      }
    }
    // end
    var names = new ConcurrentLinkedQueue<String>();
    var router = new Router();
    router.listen(Ask.class, "cook", _ -> names.add(Thread.currentThread().getName()));
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(new Named("kitchen")).start()) {
      dispatcher.dispatch(new Ask("rainy"));
      dispatcher.awaitDrained(ofMinutes(1));
    }

    assertThat(names).containsExactly("kitchen/cook");
  }

  @Test
  void subscriberSeesWhatIsRecorded() throws Exception {
    var recorder = new TraceRecorder();
    Queue<TraceEvent> seen = new ConcurrentLinkedQueue<>();

    // docs: subscribe
    try (var subscription = recorder.subscribe(seen::add)) {
      dispatchOne(recorder);
      assertThat(subscription.dropped()).isZero();
    } // waits until the listener has seen all
    // end

    assertThat(seen).containsExactlyElementsOf(recorder.events());
  }

  @Test
  void lineOfLogHasNoPayload() throws Exception {
    var logger = (Logger) LoggerFactory.getLogger(Tracer.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    try {
      dispatchOne(Tracer.slf4j());
    } finally {
      logger.setAdditive(true);
      logger.setLevel(null);
      logger.detachAppender(lines);
    }

    assertThat(logger.getName()).isEqualTo("io.baton.tracing.Tracer");
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.startsWith("trace=AgentEnded ") && line.contains(" agent=cook "))
        .noneMatch(line -> line.contains("rainy") || line.contains("not hungry"));
  }

  @Test
  void tracerThatGoesOnFailingIsSwitchedOff() throws Exception {
    Queue<TraceEvent> tried = new ConcurrentLinkedQueue<>();
    var tenth = new CountDownLatch(10);
    Tracer broken =
        event -> {
          tried.add(event);
          tenth.countDown();
          throw new IllegalStateException("no disk");
        };

    try (var dispatcher = AsyncDispatcher.builder(router()).tracer(broken).start()) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(new Ask("rainy"));
      }
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();
      assertThat(tenth.await(1, MINUTES)).isTrue();
      dispatcher.dispatch(new Ask("rainy"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();
    }

    assertThat(tried).hasSize(10);
  }

  private static void dispatchOne(Tracer tracer) throws InterruptedException {
    try (var dispatcher = AsyncDispatcher.builder(router()).tracer(tracer).start()) {
      dispatcher.dispatch(new Ask("rainy"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();
    }
  }

  private static Router router() {
    var router = new Router();
    // docs: note
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          context.trace("the oven is hot");
          return List.of(new Food(ask.mood()));
        });
    // end
    router.listen(
        Food.class,
        "guest",
        _ -> {
          throw new IllegalStateException("not hungry");
        });
    return router;
  }
}
