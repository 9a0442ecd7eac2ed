package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.Tracer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TracerFailureTest {

  record Ask(int n) implements Event {}

  record Food(int n) implements Event {}

  private final AtomicInteger calls = new AtomicInteger();

  private final Tracer failing =
      _ -> {
        calls.incrementAndGet();
        throw new IllegalStateException("the tracer fails");
      };

  @ParameterizedTest
  @EnumSource
  void aTracerThatGoesOnFailingIsSwitchedOffWithOneLineOfLog(Execution execution) throws Exception {
    try (var log = new CapturedLog(Level.INFO)) {
      handleAHundred(execution, failing);

      assertThat(log.lines("tracer"))
          .singleElement()
          .asString()
          .startsWith("ERROR tracer switched off: dispatcher=failing tracer=" + named(failing))
          .endsWith(" failures=10");
    }
    assertThat(calls).hasValue(10);
  }

  @ParameterizedTest
  @EnumSource
  void oneThatDoesWellInBetweenIsNeverSwitchedOff(Execution execution) throws Exception {
    Tracer fickle =
        _ -> {
          if (calls.incrementAndGet() % 5 != 0) {
            throw new IllegalStateException("the tracer fails");
          }
        };
    try (var log = new CapturedLog(Level.INFO)) {
      handleAHundred(execution, fickle);

      assertThat(log.lines("tracer")).isEmpty();
    }
    assertThat(calls).hasValueGreaterThan(300);
  }

  @Test
  void oneThatUsesUpItsStackIsSwitchedOffToo() throws Exception {
    Tracer endless =
        _ -> {
          calls.incrementAndGet();
          throw new StackOverflowError("on purpose");
        };
    try (var log = new CapturedLog(Level.INFO)) {
      handleAHundred(Execution.VIRTUAL, endless);

      assertThat(log.lines("tracer"))
          .containsExactly(
              "ERROR tracer switched off: dispatcher=failing tracer="
                  + named(endless)
                  + " failures=10");
    }
    assertThat(calls).hasValue(10);
  }

  @ParameterizedTest
  @EnumSource
  void oneThatFailsOnTheThreadsOfOthersIsSwitchedOffToo(Execution execution) throws Exception {
    try (var log = new CapturedLog(Level.INFO)) {
      handleAHundred(execution, new AtOnce(failing));

      assertThat(log.lines("tracer"))
          .containsExactly(
              "ERROR tracer switched off: dispatcher=failing tracer="
                  + named(new AtOnce(failing))
                  + " failures=10");
    }
    assertThat(calls.get()).isBetween(10, 400);
  }

  private static String named(Tracer tracer) {
    return tracer.getClass().getName();
  }

  @ParameterizedTest
  @EnumSource
  void anErrorOfATracerHarmsNothing(Execution execution) throws Exception {
    Tracer broken =
        _ -> {
          throw new AssertionError("the tracer fails");
        };
    handleAHundred(execution, broken);
    handleAHundred(execution, new AtOnce(broken));
  }

  @ParameterizedTest
  @EnumSource
  void aTracerThatFailsToTellWhetherItIsEnabledHarmsNothing(Execution execution) throws Exception {
    handleAHundred(
        execution,
        new Tracer() {
          @Override
          public void trace(TraceEvent event) {
            calls.incrementAndGet();
          }

          @Override
          public boolean isEnabled() {
            throw new IllegalStateException("the tracer does not know");
          }
        });

    assertThat(calls).hasValue(0);
  }

  @Test
  void aTracerThatIsNotEnabledIsNotCalled() throws Exception {
    handleAHundred(
        Execution.VIRTUAL,
        new Tracer() {
          @Override
          public void trace(TraceEvent event) {
            calls.incrementAndGet();
          }

          @Override
          public boolean isEnabled() {
            return false;
          }
        });

    assertThat(calls).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  void aTracerThatBlocksWhenItIsAskedWhetherItIsEnabledHarmsNothing(Execution execution)
      throws Exception {
    var release = new CountDownLatch(1);
    try {
      handleAHundred(
          execution,
          new Tracer() {
            @Override
            public void trace(TraceEvent event) {}

            @Override
            public boolean isEnabled() {
              try {
                release.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              return true;
            }
          });
    } finally {
      release.countDown();
    }
  }

  @Test
  void aTracerThatIsEnabledLaterGetsWhatHappensThen() throws Exception {
    var isEnabled = new AtomicBoolean();
    var router = new Router();
    router.listen(Ask.class, "cook", _ -> {});
    Tracer late =
        new Tracer() {
          @Override
          public void trace(TraceEvent event) {
            calls.incrementAndGet();
          }

          @Override
          public boolean isEnabled() {
            return isEnabled.get();
          }
        };
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(late).start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(10));
      isEnabled.set(true);

      await()
          .atMost(ofSeconds(10))
          .untilAsserted(() -> {
            dispatcher.dispatch(new Ask(2));
            assertThat(calls).hasPositiveValue();
          });
    }
  }

  private static void handleAHundred(Execution execution, Tracer tracer) throws Exception {
    var router = new Router();
    router.on(
        Ask.class, "cook", (ask, _) -> List.of(new Food(ask.n())), o -> o.execution(execution));
    router.listen(Food.class, "eater", _ -> {}, o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.builder(router).name("failing").tracer(tracer).start()) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(report.handled()).isEqualTo(200);
      assertThat(report.failed()).isZero();
    }
  }
}
