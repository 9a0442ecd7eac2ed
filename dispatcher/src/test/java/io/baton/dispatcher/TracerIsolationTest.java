package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.TraceSource;
import io.baton.tracing.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracerIsolationTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  private final Router router = new Router();
  private final TraceRecorder recorder = new TraceRecorder();
  private final List<TraceEvent> collected = new ArrayList<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  /** Blocks in its first trace event until it is released. */
  private final Tracer blocking =
      _ -> {
        entered.countDown();
        awaitRelease();
      };

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void twoHops(Execution execution) {
    router.on(
        Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())), o -> o.execution(execution));
    router.listen(Food.class, "guest", _ -> {}, o -> o.execution(execution));
  }

  private AsyncDispatcher.Builder builder(Tracer... tracers) {
    return AsyncDispatcher.builder(router).name("isolating").tracer(Tracer.all(tracers));
  }

  private static void handle(AsyncDispatcher dispatcher, int events) throws InterruptedException {
    for (int i = 0; i < events; i++) {
      dispatcher.dispatch(new Ask(i));
    }
    var report = dispatcher.awaitDrained(ofSeconds(30));
    assertThat(report.drained()).isTrue();
    assertThat(report.handled()).isEqualTo(2L * events);
  }

  @ParameterizedTest
  @EnumSource
  void aTracerThatBlocksHarmsNeitherDispatchingNorOtherTracers(Execution execution)
      throws Exception {
    twoHops(execution);

    try (var dispatcher = builder(blocking, this::collect, recorder).start()) {
      handle(dispatcher, 100);

      assertThat(entered.await(10, SECONDS)).isTrue();
      assertThat(recorder.events()).hasSize(600);
      await().until(() -> dispatcher.gauges().tracesLost() == 0 && sizeOfCollected() == 600);
      release.countDown();
    }

    assertThat(collected).containsExactlyInAnyOrderElementsOf(recorder.events());
  }

  private void collect(TraceEvent event) {
    synchronized (collected) {
      collected.add(event);
    }
  }

  private int sizeOfCollected() {
    synchronized (collected) {
      return collected.size();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTracerThatFailsHarmsNoOther(Execution execution) throws Exception {
    twoHops(execution);
    Tracer failing =
        _ -> {
          throw new IllegalStateException("the tracer fails");
        };

    try (var dispatcher = builder(failing, new AtOnce(failing), recorder, this::collect).start()) {
      handle(dispatcher, 100);
      assertThat(recorder.events()).hasSize(600);
    }

    assertThat(collected).hasSize(600);
  }

  @Test
  void aTracerOfTheirOwnThreadGetsAllInOrderBeforeTheDispatcherHasClosed() throws Exception {
    router.on(
        Ask.class,
        "repeater",
        (ask, _) -> ask.n() == 0 ? List.of() : List.of(new Ask(ask.n() - 1), new Food(ask.n())));
    router.listen(Food.class, "guest", _ -> {});
    var threads = new ArrayList<String>();
    var order = new ParentsFirst();

    try (var dispatcher =
        builder(
                event -> {
                  threads.add(Thread.currentThread().getName());
                  order.see(event);
                })
            .start()) {
      for (int i = 0; i < 20; i++) {
        dispatcher.dispatch(new Ask(20));
      }
      assertThat(dispatcher.awaitDrained(ofSeconds(30)).drained()).isTrue();
    }

    assertThat(order.dispatched()).isEqualTo(20 * 41);
    assertThat(threads).containsOnly("isolating-tracer");
  }

  @Test
  void whatIsTooMuchForATracerIsLostAndCountedAndWarnedOfOnce() throws Exception {
    int events = TraceQueue.CAPACITY / 3;
    twoHops(Execution.INLINE);
    try (var log = new CapturedLog(Level.WARN)) {
      try (var dispatcher = builder(blocking, recorder).start()) {
        handle(dispatcher, events);

        long lost = dispatcher.gauges().tracesLost();
        assertThat(lost).isBetween(6L * events - TraceQueue.CAPACITY - 1, 6L * events - 1);
        assertThat(lost).isPositive();
        release.countDown();
      }

      assertThat(log.lines("traces are lost"))
          .singleElement()
          .asString()
          .startsWith("WARN traces are lost, since a tracer is too slow: dispatcher=isolating");
    }
  }

  @Test
  void closingGivesATracerThatDoesNotComeBackUpAndSaysSo() throws Exception {
    twoHops(Execution.VIRTUAL);
    try (var log = new CapturedLog(Level.WARN)) {
      var builder = builder(blocking);
      builder.options.tracerGrace = ofMillis(20);
      AsyncDispatcher dispatcher = builder.start();
      try (dispatcher) {
        handle(dispatcher, 10);
        assertThat(entered.await(10, SECONDS)).isTrue();
      }

      await().until(() -> dispatcher.gauges().tracesLost() == 59);
      assertThat(log.lines("tracer has not come to an end"))
          .singleElement()
          .asString()
          .endsWith("waiting=59");
    }
  }

  @Test
  void whatATracerThatNeverComesBackHasNotGotIsLostOnceTheDispatcherIsClosed() throws Exception {
    twoHops(Execution.VIRTUAL);
    Tracer stubborn =
        _ -> {
          while (release.getCount() > 0) {
            awaitRelease();
            Thread.interrupted();
          }
        };
    var builder = builder(stubborn);
    builder.options.tracerGrace = ofMillis(20);
    AsyncDispatcher dispatcher = builder.start();

    try (dispatcher) {
      handle(dispatcher, 10);
    }

    assertThat(dispatcher.gauges().tracesLost()).isEqualTo(59);
    release.countDown();
  }

  @Test
  void aTracerIsToldOfTheEndAfterTheLastTraceEvent() throws Exception {
    twoHops(Execution.VIRTUAL);
    var seen = new ArrayList<String>();
    var told =
        new Tracer() {
          @Override
          public void trace(TraceEvent event) {
            seen.add(event.getClass().getSimpleName());
          }

          @Override
          public void started(TraceSource source) {
            seen.add("started " + source.name());
          }

          @Override
          public void stopped(TraceSource source) {
            seen.add("stopped " + source.name());
          }
        };

    try (var dispatcher = builder(told, recorder).start()) {
      handle(dispatcher, 50);
    }

    assertThat(seen).hasSize(302).startsWith("started isolating").endsWith("stopped isolating");
  }

  @Test
  void whatATracerThrowsWhenItIsStartedStopsTheOthersAgain() {
    var seen = new ArrayList<String>();
    Tracer first = new Told(seen, null);
    Tracer second = new Told(seen, new IllegalStateException("no room"));

    assertThatThrownBy(() -> builder(first, second).start()).hasMessage("no room");

    assertThat(seen).containsExactly("started", "stopped");
    AsyncDispatcher.start(router).close();
  }

  private record Told(List<String> seen, @Nullable RuntimeException failure) implements Tracer {
    @Override
    public void trace(TraceEvent event) {
      seen.add("traced");
    }

    @Override
    public void started(TraceSource source) {
      if (failure != null) {
        throw failure;
      }
      seen.add("started");
    }

    @Override
    public void stopped(TraceSource source) {
      seen.add("stopped");
    }
  }

  @Test
  void aTracerMayCloseItsDispatcher() throws Exception {
    twoHops(Execution.VIRTUAL);
    var dispatchers = new ArrayList<AsyncDispatcher>();
    var closed = new CountDownLatch(1);
    var dispatcher =
        builder(
                event -> {
                  if (event instanceof TraceEvent.AgentEnded) {
                    dispatchers.getFirst().close();
                    closed.countDown();
                  }
                })
            .start();
    dispatchers.add(dispatcher);

    dispatcher.dispatch(new Ask(1));

    assertThat(closed.await(20, SECONDS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTracerThatIsToldOfTheEndMayCloseItsDispatcherToo(boolean isNonBlocking) throws Exception {
    var closing = new Closes(isNonBlocking, new CompletableFuture<>());
    try (var log = new CapturedLog(Level.WARN)) {
      var dispatcher = builder(closing).start();
      closing.dispatcher().complete(dispatcher);

      var closer = Thread.ofPlatform().daemon().start(dispatcher::close);

      assertThat(closer.join(ofSeconds(20))).isTrue();
      assertThat(log.lines("tracer")).isEmpty();
    }
  }

  private record Closes(boolean isNonBlocking, CompletableFuture<AsyncDispatcher> dispatcher)
      implements Tracer {
    @Override
    public void trace(TraceEvent event) {}

    @Override
    public void stopped(TraceSource source) {
      dispatcher.join().close();
    }
  }
}
