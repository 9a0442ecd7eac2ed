package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Join;
import io.baton.agents.MemoryKey;
import io.baton.agents.RunReport;
import io.baton.agents.VirtualTime;
import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.events.Secret;
import io.baton.tracing.DeliveryOutcome;
import io.baton.tracing.Explanation;
import io.baton.tracing.ThreadKind;
import io.baton.tracing.TraceRecorder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the record of a dispatcher explains, on virtual time, so that each text is exact. */
@Timeout(60)
class ExplanationTest {

  record Ask(String mood) implements Event {}

  record Food(String dish) implements Event {}

  record Film(String title) implements Event {}

  record Plan(String dish, String title) implements Event {}

  record Payment(@Secret String card, int cents) implements Event {}

  private final Router router = new Router();
  private final TraceRecorder recorder = new TraceRecorder();
  private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void joinStandsBelowThePartThatCameLastAndIsOnTheCriticalPath() throws Exception {
    router.on(Ask.class, "cook", (_, _) -> taking(ofMillis(8), new Food("soup")));
    router.on(
        "planner",
        Join.of(Food.class, Film.class).into((food, film) -> new Plan(food.dish(), film.title())));
    router.on(Food.class, "critic", (_, _) -> taking(ofMillis(5), new Film("Ratatouille")));
    router.listen(Plan.class, "guest", _ -> time.advance(ofMillis(2)));

    try (var dispatcher = start()) {
      assertThat(textOf(run(dispatcher, new Ask("rainy"))))
          .isEqualTo(
              """
              correlation ID
              4 events, 4 deliveries: 4 handled, 0 failed, 0 open; 15.0 ms
              waited 0 µs, worked 15.0 ms; ★ marks what determined the end

              ★ Ask[mood=rainy]  +0 µs
              └─★ cook: handled, waited 0 µs, worked 8.0 ms
                 └─★ Food[dish=soup]  +8.0 ms
                    ├─★ critic: handled, waited 0 µs, worked 5.0 ms
                    │  └─★ Film[title=Ratatouille]  +13.0 ms
                    │     └─★ join planner: complete after 5.0 ms, 2 parts; handled, waited 0 µs, worked 0 µs
                    │        └─★ Plan[dish=soup, title=Ratatouille]  +13.0 ms
                    │           └─★ guest: handled, waited 0 µs, worked 2.0 ms
                    └─ part of join planner
              """);
    }
  }

  @Test
  void failingRunShowsItsAttemptsAndItsDeadLetter() throws Exception {
    var visits = MemoryKey.of("visits", 0);
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          context.memory().update(visits, n -> n + 1);
          context.trace("looks for " + ask.mood() + "\n food");
          return taking(ofMillis(3), new Food("soup"));
        },
        o -> o.execution(Execution.CPU));
    router.on(
        Food.class,
        "taster",
        (_, context) -> {
          time.advance(ofMillis(1));
          throw new IOException("too hot, attempt " + context.attempt());
        },
        o -> o.concurrency(1).retry(Retry.attempts(2).backoff(ofSeconds(2), ofSeconds(2))));
    router.listen(DeadLetter.class, "nurse", _ -> {}, o -> o.execution(Execution.INLINE));

    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask("rainy"));
      assertThat(dispatcher.awaitIdle(ofSeconds(30))).isTrue();
      assertThat(recorder.explain(run.correlationId()).open())
          .extracting(Explanation.Delivery::agent, Explanation.Delivery::outcome)
          .containsExactly(
              org.assertj.core.api.Assertions.tuple("taster", DeliveryOutcome.RETRYING));
      time.advance(ofSeconds(1));
      run.await(ofSeconds(30));

      assertThat(textOf(run.correlationId()))
          .isEqualTo(
              """
              correlation ID
              3 events, 3 deliveries: 2 handled, 1 failed, 0 open; 1.00 s, 1 retry
              waited 0 µs, worked 5.0 ms; ★ marks what determined the end

              ★ Ask[mood=rainy]  +0 µs
              └─★ cook: handled, waited 0 µs, worked 3.0 ms, cpu
                 ├─ note: looks for rainy  food
                 ├─ memory visits is version 1
                 └─★ Food[dish=soup]  +3.0 ms
                    └─★ taster: dead, waited 0 µs, worked 2.0 ms, 1 retry after 1.00 s
                       ├─ attempt 1 failed: IOException: too hot, attempt 1
                       ├─ attempt 2 failed: IOException: too hot, attempt 2
                       └─★ DeadLetter[envelope=Food[dish=soup], agent=taster, attempts=2, cause=java.io.…  +1.00 s
                          └─★ nurse: handled, waited 0 µs, worked 0 µs, inline
              """);
    }
  }

  @Test
  void joinThatTimedOutNamesWhatIsMissing() throws Exception {
    router.on(Ask.class, "cook", (_, _) -> taking(ofMillis(8), new Food("soup")));
    router.on(
        "planner",
        Join.of(Food.class, Film.class)
            .within(ofSeconds(2))
            .waitForOutside()
            .orPartial((parts, _) -> List.of(new Plan(parts.get(Food.class).dish(), "none")))
            .into((food, film) -> new Plan(food.dish(), film.title())));

    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask("rainy"));
      assertThat(dispatcher.awaitIdle(ofSeconds(30))).isTrue();
      assertThat(recorder.explain(run.correlationId()).openJoins())
          .extracting(Explanation.Joined::join)
          .containsExactly("planner");
      time.advance(ofSeconds(2));
      run.await(ofSeconds(30));

      assertThat(textOf(run.correlationId()))
          .isEqualTo(
              """
              correlation ID
              3 events, 2 deliveries: 2 handled, 0 failed, 0 open; 2.00 s
              waited 0 µs, worked 8.0 ms; ★ marks what determined the end

              ★ Ask[mood=rainy]  +0 µs
              └─★ cook: handled, waited 0 µs, worked 8.0 ms
                 └─★ Food[dish=soup]  +8.0 ms
                    └─★ join planner: timed out after 2.00 s, 1 part; handled, waited 0 µs, worked 0 µs
                       ├─ missing: Film
                       └─★ Plan[dish=soup, title=none]  +2.00 s  no route took it
              """);
    }
  }

  @Test
  void agentThatAsksWaitsForWhatItAskedFor() throws Exception {
    router.on(
        Ask.class,
        "host",
        (ask, context) -> {
          time.advance(ofMillis(1));
          var film = context.ask(new Food("soup"), Film.class).get();
          return taking(ofMillis(1), new Plan(ask.mood(), film.title()));
        });
    router.on(Food.class, "critic", (_, _) -> taking(ofMillis(5), new Film("Ratatouille")));

    try (var dispatcher = start()) {
      var correlation = run(dispatcher, new Ask("rainy"));
      Explanation explanation = recorder.explain(correlation);

      assertThat(textOf(correlation))
          .isEqualTo(
              """
              correlation ID
              4 events, 2 deliveries: 2 handled, 0 failed, 0 open; 7.0 ms
              waited 0 µs, worked 12.0 ms; ★ marks what determined the end

              ★ Ask[mood=rainy]  +0 µs
              └─★ host: handled, waited 0 µs, worked 7.0 ms
                 ├─★ Food[dish=soup]  +1.0 ms
                 │  └─★ critic: handled, waited 0 µs, worked 5.0 ms
                 │     └─★ Film[title=Ratatouille]  +6.0 ms
                 └─★ Plan[dish=rainy, title=Ratatouille]  +7.0 ms  no route took it
              """);
      assertThat(explanation.runs()).hasSize(2);
      assertThat(explanation.runs().getLast().parent())
          .isEqualTo(explanation.runs().getFirst().run());
      assertThat(explanation.runs())
          .extracting(Explanation.RunSpan::outcome)
          .containsExactly("COMPLETED", "COMPLETED");
    }
  }

  @Test
  void whatIsStuckAndWhoWaitsForItIsTold() throws Exception {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    router.listen(
        Ask.class,
        "slow",
        _ -> {
          entered.countDown();
          release.await();
        },
        o -> o.concurrency(1));

    try (var dispatcher = start()) {
      var running = dispatcher.run(new Ask("first"));
      entered.await();
      var waiting = dispatcher.run(new Ask("second"));
      while (recorder.events(waiting.correlationId()).size() < 3) {
        Thread.onSpinWait();
      }
      Instant now = time.now().plusSeconds(5);
      var open = Explanation.of(recorder.events(running.correlationId()), now).open().getFirst();
      var queued = Explanation.of(recorder.events(waiting.correlationId()), now).open().getFirst();
      release.countDown();

      assertThat(open.outcome()).isEqualTo(DeliveryOutcome.RUNNING);
      assertThat(open.work()).isEqualTo(ofSeconds(5));
      assertThat(open.thread()).contains(ThreadKind.VIRTUAL);
      assertThat(open.isCritical()).isTrue();
      assertThat(queued.outcome()).isEqualTo(DeliveryOutcome.WAITING);
      assertThat(queued.attempts()).isEmpty();
    }
  }

  @Test
  void whatEndsWithItsRunIsTold() throws Exception {
    var entered = new CountDownLatch(1);
    var forEver = new CountDownLatch(1);
    router.listen(
        Ask.class,
        "slow",
        _ -> {
          entered.countDown();
          forEver.await();
        },
        o -> o.concurrency(1));
    router.on("planner", Join.of(Ask.class, Film.class).into((ask, _) -> new Plan(ask.mood(), "")));

    try (var dispatcher = start()) {
      var run = dispatcher.run(new Ask("first"));
      entered.await();
      run.dispatch(new Ask("second"));
      while (recorder.events(run.correlationId()).size() < 7) {
        Thread.onSpinWait();
      }
      run.cancel("enough");
      run.ended().get();
      assertThat(dispatcher.awaitDrained(ofSeconds(30)).drained()).isTrue();

      Explanation explanation = recorder.explain(run.correlationId());
      assertThat(explanation.deliveries())
          .extracting(Explanation.Delivery::outcome)
          .containsExactly(DeliveryOutcome.CANCELLED, DeliveryOutcome.CANCELLED);
      assertThat(explanation.joins())
          .extracting(Explanation.Joined::reason)
          .containsExactly("CANCELLED");
      assertThat(explanation.runs())
          .extracting(Explanation.RunSpan::outcome)
          .containsExactly("CANCELLED");
    }
  }

  @Test
  void secretIsInNoText() throws Exception {
    router.listen(Payment.class, "bank", _ -> {});

    try (var dispatcher = start()) {
      var correlation = run(dispatcher, new Payment("canary-4711", 990));

      assertThat(textOf(correlation)).contains("Payment[card=***, cents=990]");
      assertThat(recorder.explain(correlation).toMermaid()).doesNotContain("canary");
    }
  }

  private AsyncDispatcher start() {
    return AsyncDispatcher.builder(router).tracer(recorder).time(time).random(() -> 0L).start();
  }

  private static CorrelationId run(AsyncDispatcher dispatcher, Event event)
      throws InterruptedException {
    RunReport report = dispatcher.run(event).await(ofSeconds(30));
    return report.correlationId();
  }

  private List<Event> taking(Duration work, Event answer) {
    time.advance(work);
    return List.of(answer);
  }

  private String textOf(CorrelationId correlation) {
    return recorder.explain(correlation).toText().replace(correlation.toString(), "ID");
  }
}
