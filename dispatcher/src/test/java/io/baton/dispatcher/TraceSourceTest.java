package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.baton.agents.Join;
import io.baton.agents.VirtualTime;
import io.baton.events.Event;
import io.baton.tracing.Gauges;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.TraceSource;
import io.baton.tracing.Tracer;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a dispatcher tells a tracer about itself. */
@Timeout(60)
class TraceSourceTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  record Plan(int n) implements Event {}

  private final Router router = new Router();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  @Test
  void tracerIsToldOfBeginningAndEndOnceEach() throws Exception {
    router.listen(Ask.class, "eater", _ -> {});
    try (var dispatcher =
        AsyncDispatcher.builder(router).name("kitchen").tracer(new Telling("a", false)).start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(30));
      assertThat(told).containsExactly("a: kitchen started");
      dispatcher.close();
    }

    assertThat(told).containsExactly("a: kitchen started", "a: kitchen stopped");
  }

  @Test
  void tracerThatRefusesKeepsTheDispatcherFromStartingAndTheOthersAreTold() {
    var tracer =
        Tracer.all(
            new Telling("a", false),
            new Telling("b", false),
            new Telling("c", true),
            new Telling("d", false));

    assertThatIllegalStateException()
        .isThrownBy(() -> AsyncDispatcher.builder(router).name("kitchen").tracer(tracer).start())
        .withMessage("c refuses");

    assertThat(told)
        .containsExactly(
            "a: kitchen started",
            "b: kitchen started",
            "c: kitchen started",
            "a: kitchen stopped",
            "b: kitchen stopped");
    AsyncDispatcher.start(router).close(); // the router is free again
  }

  @Test
  void explanationOfWhatIsStuckGoesOnUntilNow() throws Exception {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var time = VirtualTime.startingAt(Instant.EPOCH);
    var recorder = new TraceRecorder();
    router.listen(
        Ask.class,
        "eater",
        _ -> {
          entered.countDown();
          release.await();
        });
    try (var dispatcher = AsyncDispatcher.builder(router).time(time).tracer(recorder).start()) {
      var run = dispatcher.run(new Ask(1));
      entered.await();
      time.advance(ofSeconds(3));

      assertThat(recorder.explain(run.correlationId()).totals().elapsed()).isEqualTo(ofSeconds(3));
      assertThat(recorder.explain(run.correlationId()).open())
          .singleElement()
          .satisfies(delivery ->
              assertThat(delivery.attempts().getFirst().work()).isEqualTo(ofSeconds(3)));
      release.countDown();
    }
  }

  @Test
  void gaugesTellWhatIsQueuedRunningAndOpen() throws Exception {
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
    router.on("planner", Join.of(Ask.class, Food.class).into((ask, _) -> new Plan(ask.n())));

    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(64).start()) {
      dispatcher.run(new Ask(1));
      dispatcher.run(new Ask(2));
      entered.await();
      Awaitility.await()
          .atMost(ofSeconds(30))
          .until(() -> of("slow", dispatcher.gauges()).queued() == 1);
      Gauges gauges = dispatcher.gauges();
      release.countDown();

      assertThat(gauges.ringSize()).isEqualTo(64);
      assertThat(gauges.runs()).isEqualTo(2);
      assertThat(gauges.inFlight()).isEqualTo(2);
      assertThat(gauges.openJoins()).isEqualTo(2);
      assertThat(of("slow", gauges))
          .isEqualTo(new Gauges.OfRoute("slow", List.of("Ask"), List.of(), false, 1, 1, 0, 0));
      assertThat(of("planner", gauges))
          .isEqualTo(
              new Gauges.OfRoute("planner", List.of("Ask", "Food"), List.of(), true, 0, 0, 0, 2));
    }
  }

  private static Gauges.OfRoute of(String agent, Gauges gauges) {
    return gauges.routes().stream()
        .filter(route -> route.agent().equals(agent))
        .findFirst()
        .orElseThrow();
  }

  private final class Telling implements Tracer {
    private final String name;
    private final boolean refuses;

    private Telling(String name, boolean refuses) {
      this.name = name;
      this.refuses = refuses;
    }

    @Override
    public void trace(TraceEvent event) {}

    @Override
    public void started(TraceSource source) {
      told.add(name + ": " + source.name() + " started");
      if (refuses) {
        throw new IllegalStateException(name + " refuses");
      }
    }

    @Override
    public void stopped(TraceSource source) {
      told.add(name + ": " + source.name() + " stopped");
    }
  }
}
