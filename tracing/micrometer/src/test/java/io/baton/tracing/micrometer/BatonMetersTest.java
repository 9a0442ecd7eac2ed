package io.baton.tracing.micrometer;

import static io.baton.tracing.micrometer.Calls.modelCalled;
import static io.baton.tracing.micrometer.Calls.toolCalled;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Join;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Retry;
import io.baton.dispatcher.Router;
import io.baton.dispatcher.UnroutedPolicy;
import io.baton.events.Event;
import io.baton.tracing.micrometer.Kitchen.Ask;
import io.baton.tracing.micrometer.Kitchen.Drink;
import io.baton.tracing.micrometer.Kitchen.Food;
import io.baton.tracing.micrometer.Kitchen.Plan;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BatonMetersTest {

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final Router router = new Router();

  private AsyncDispatcher start() {
    return AsyncDispatcher.builder(router)
        .name("kitchen")
        .unrouted(UnroutedPolicy.IGNORE)
        .tracer(new BatonMeters(registry))
        .start();
  }

  private void handle(Event... events) throws InterruptedException {
    try (var dispatcher = start()) {
      for (var event : events) {
        dispatcher.dispatch(event);
      }
      assertThat(dispatcher.awaitDrained(ofSeconds(30)).drained()).isTrue();
    }
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  @Test
  void waitsAndWorkAreTimedByAgentAndTypeAndOutcome() throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
    router.listen(
        Food.class,
        "guest",
        food -> {
          if (food.n() == 2) {
            throw new IllegalStateException("not hungry");
          }
        });

    handle(new Ask(1), new Ask(2), new Ask(3));

    String work = "baton.agent.work";
    assertThat(registry.get(work).tags("agent", "cook", "type", "Ask").timer().count())
        .isEqualTo(3);
    assertThat(registry.get(work).tags("agent", "guest", "outcome", "ended").timer().count())
        .isEqualTo(2);
    assertThat(registry.get(work).tags("agent", "guest", "outcome", "failed").timer().count())
        .isEqualTo(1);
    var wait = registry.get("baton.agent.wait").tags("agent", "guest", "type", "Food").timer();
    assertThat(wait.count()).isEqualTo(3);
    assertThat(wait.totalTime(SECONDS)).isPositive();
    assertThat(count("baton.agent.dead", "agent", "guest", "type", "Food")).isEqualTo(1);
    assertThat(count("baton.events.dispatched", "type", "Ask")).isEqualTo(3);
    assertThat(count("baton.events.dispatched", "type", "DeadLetter")).isEqualTo(1);
  }

  @Test
  void furtherAttemptsAndWhatNobodyTakesAreCounted() throws Exception {
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          if (context.attempt() < 3) {
            throw new IllegalStateException("burnt");
          }
          return List.of(new Food(ask.n()));
        },
        o -> o.retry(Retry.attempts(3)));

    handle(new Ask(1));

    assertThat(count("baton.agent.retried", "agent", "cook", "type", "Ask")).isEqualTo(2);
    assertThat(count("baton.events.unrouted", "type", "Food")).isEqualTo(1);
  }

  @Test
  void joinsAndRunsAreCountedByHowTheyEnd() throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())));
    router.on(Food.class, "bar", (food, _) -> food.n() == 0 ? List.of() : List.of(new Drink(1)));
    router.on("joiner", Join.of(Food.class, Drink.class).into((_, _) -> new Plan(1)));
    try (var dispatcher = start()) {
      dispatcher.run(new Ask(1)).await(ofSeconds(30));
      dispatcher.run(new Ask(0)).await(ofSeconds(30));
    }

    assertThat(count("baton.joins.opened", "join", "joiner")).isEqualTo(2);
    assertThat(count("baton.joins.closed", "join", "joiner", "closed", "COMPLETE")).isEqualTo(1);
    assertThat(count("baton.joins.closed", "join", "joiner", "closed", "STARVED")).isEqualTo(1);
    assertThat(count("baton.runs.started")).isEqualTo(2);
    assertThat(count("baton.runs.ended", "outcome", "COMPLETED")).isEqualTo(2);
  }

  @Test
  void gaugesShowWhatIsThereAndGoWithTheirDispatcher() throws Exception {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    router.listen(
        Ask.class,
        "cook",
        _ -> {
          entered.countDown();
          release.await();
        },
        o -> o.concurrency(1));
    try (var dispatcher = start()) {
      assertThat(gauge("baton.agent.running", "agent", "cook")).isZero();
      dispatcher.run(new Ask(1));
      dispatcher.dispatch(new Ask(2));
      assertThat(entered.await(30, SECONDS)).isTrue();
      Awaitility.await().until(() -> dispatcher.gauges().routes().getFirst().queued() == 1);

      assertThat(gauge("baton.agent.running", "agent", "cook")).isZero(); // still of that second
      clock.add(ofSeconds(1));
      assertThat(gauge("baton.agent.running", "agent", "cook")).isEqualTo(1);
      assertThat(gauge("baton.agent.queued", "agent", "cook")).isEqualTo(1);
      assertThat(gauge("baton.in.flight")).isEqualTo(2);
      assertThat(gauge("baton.runs")).isEqualTo(1);
      assertThat(gauge("baton.ring.size")).isEqualTo(AsyncDispatcher.DEFAULT_RING_SIZE);
      assertThat(registry.get("baton.traces.lost").functionCounter().count()).isZero();
      release.countDown();
      dispatcher.awaitDrained(ofSeconds(30));
    }

    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getType())
        .isNotEmpty()
        .doesNotContain(Meter.Type.GAUGE);
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags("dispatcher", "kitchen").tags(tags).gauge().value();
  }

  @Test
  void dispatchersOfOneNameHaveGaugesOfTheirOwn() {
    var meters = new BatonMeters(registry);
    var first = AsyncDispatcher.builder(new Router()).name("kitchen").tracer(meters);
    var second = AsyncDispatcher.builder(router).name("kitchen").ringSize(64).tracer(meters);

    try (var _ = second.start()) {
      try (var _ = first.start()) {
        assertThat(gauge("baton.ring.size")).isEqualTo(64);
        assertThat(registry.get("baton.ring.size").tag("dispatcher", "kitchen-2").gauge().value())
            .isEqualTo(AsyncDispatcher.DEFAULT_RING_SIZE);
      }
      assertThat(gauge("baton.ring.size")).isEqualTo(64);
    }
  }

  @Test
  void gaugesOfADispatcherThatDidNotStartAreTakenBack() {
    registry.config().onMeterAdded(BatonMetersTest::refuseDeadLetters);

    assertThatThrownBy(this::start).hasMessage("no dead letters");

    assertThat(registry.getMeters()).extracting(meter -> meter.getId().getName()).isEmpty();
  }

  private static void refuseDeadLetters(Meter meter) {
    if (meter.getId().getName().equals("baton.dead.letters")) {
      throw new IllegalStateException("no dead letters");
    }
  }

  @Test
  void anAgentThatIsAddedLaterGetsItsGauges() throws Exception {
    try (var dispatcher = start()) {
      router.listen(Ask.class, "late", _ -> {});
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(30));

      assertThat(gauge("baton.agent.queued", "agent", "late")).isZero();
    }
  }

  @Test
  void agentsPastTheBoundShareTheMetersOfOther() throws Exception {
    for (int i = 0; i < 10; i++) {
      router.listen(Ask.class, "cook" + i, _ -> {});
    }
    try (var dispatcher =
        AsyncDispatcher.builder(router).tracer(new BatonMeters(registry, 3)).start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(30));

      assertThat(registry.find("baton.agent.queued").gauges()).hasSize(3);
    }

    assertThat(registry.find("baton.agent.work").timers()).hasSize(4);
    assertThat(registry.get("baton.agent.work").tags("agent", "other").timer().count())
        .isEqualTo(7);
  }

  @Test
  void typesPastTheBoundShareTheMetersOfOther() throws Exception {
    router.listen(Event.class, "all", _ -> {});
    try (var dispatcher =
        AsyncDispatcher.builder(router).tracer(new BatonMeters(registry, 2)).start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.dispatch(new Food(1));
      dispatcher.dispatch(new Drink(1));
      dispatcher.dispatch(new Plan(1));
      dispatcher.awaitDrained(ofSeconds(30));
    }

    assertThat(registry.find("baton.agent.work").timers())
        .extracting(timer -> timer.getId().getTag("type") + " " + timer.count())
        .containsExactlyInAnyOrder("Ask 1", "Food 1", "other 2");
    assertThat(count("baton.events.dispatched", "type", "other")).isEqualTo(2);
  }

  @Test
  void callsOfModelsAndToolsAreMeasuredByTheConventions() {
    var meters = new BatonMeters(registry);

    meters.trace(modelCalled("gpt-5", 100, 20, null));
    meters.trace(modelCalled("gpt-5", 200, 30, new IllegalStateException("refused")));
    meters.trace(toolCalled("weather", null));

    var duration = registry.get("gen_ai.client.operation.duration");
    assertThat(duration.tags("error.type", "none").timer().totalTime(MILLISECONDS))
        .isEqualTo(1_500);
    assertThat(
            registry
                .get("gen_ai.client.operation.duration")
                .tags("error.type", "java.lang.IllegalStateException")
                .timer()
                .count())
        .isEqualTo(1);
    var input = registry.get("gen_ai.client.token.usage").tags("gen_ai.token.type", "input");
    assertThat(input.tags("gen_ai.request.model", "gpt-5").summary().totalAmount()).isEqualTo(300);
    assertThat(registry.get("gen_ai.client.operation.time_to_first_chunk").timer().count())
        .isEqualTo(2);
    assertThat(count("baton.model.cost", "gen_ai.provider.name", "openai")).isEqualTo(0.5);
    assertThat(registry.get("gen_ai.execute_tool.duration").timer().count()).isEqualTo(1);
  }

  @Test
  void aBoundThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new BatonMeters(registry, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mostTagValues must be at least 1, but is 0");
  }
}
