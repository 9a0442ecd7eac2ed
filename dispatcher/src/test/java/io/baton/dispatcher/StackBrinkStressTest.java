package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A used up stack is its thread's own trouble, wherever in a dispatch it is noticed. */
@Timeout(60)
class StackBrinkStressTest {

  private static final int WARM_UPS = 20;

  private static final long STACK_BYTES = 256 * 1024;

  private final Router router = new Router();
  private final LongAdder handled = new LongAdder();

  /** Fills the stack, and acts in each of the last frames on the way back, until it succeeds. */
  private static boolean actAtTheBrink(Runnable action, int padding) {
    try {
      if (actAtTheBrink(action, padding)) {
        return true;
      }
    } catch (StackOverflowError _) {
      // this frame is the last one for which there was room
    }
    try {
      pad(action, padding);
      return true;
    } catch (StackOverflowError _) {
      return false;
    }
  }

  /** Frames of other sizes, so that the brink is met at every offset. */
  private static void pad(Runnable action, int padding) {
    switch (padding % 4) {
      case 0 -> action.run();
      case 1 -> pad(action, 1, 2);
      case 2 -> pad(action, 1, 2, 3, 4, 5);
      default -> pad(action, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
  }

  private static void pad(Runnable action, long a, long b) {
    if (a != b) {
      action.run();
    }
  }

  private static void pad(Runnable action, long a, long b, long c, long d, long e) {
    if (a + b + c + d != e) {
      action.run();
    }
  }

  private static void pad(
      Runnable action, long a, long b, long c, long d, long e, long f, long g, long h, long i) {
    if (a + b + c + d + e + f + g + h != i) {
      action.run();
    }
  }

  /** What is called for the first time needs far more stack than it does later. */
  private static void warmUp(AsyncDispatcher dispatcher) throws Exception {
    for (int i = 0; i < WARM_UPS; i++) {
      dispatcher.dispatch(new Tick(i));
      Crew.drain(dispatcher);
      await().pollDelay(ofMillis(1)).until(() -> isParked(dispatcher));
    }
  }

  private static boolean isParked(AsyncDispatcher dispatcher) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread ->
            dispatcher.toString().equals("dispatcher " + thread.getName())
                && thread.getState() == Thread.State.WAITING);
  }

  @ParameterizedTest
  @EnumSource(names = {"PARK", "ADAPTIVE"})
  void anOverflowOfAProducerLosesNoSlotAndNoWakeUp(WaitStrategy strategy) throws Exception {
    router.listen(
        Tick.class, "ticker", _ -> handled.increment(), o -> o.execution(Execution.INLINE));
    var accepted = new LongAdder();
    try (var dispatcher =
        AsyncDispatcher.builder(router)
            .ringSize(64)
            .waitStrategy(strategy)
            .closeTimeout(ofSeconds(1))
            .start()) {
      warmUp(dispatcher);
      for (int i = 0; i < Crew.rounds(40); i++) {
        int round = i;
        long before = handled.sum();
        var producer =
            new Thread(
                null,
                () -> {
                  if (actAtTheBrink(() -> dispatcher.dispatch(new Tick(round)), round)) {
                    accepted.increment();
                  }
                },
                "producer",
                STACK_BYTES + round % 64 * 16L);
        producer.start();
        producer.join();

        DrainReport report = Crew.drain(dispatcher);
        assertThat(report.failure()).isEmpty();
        assertThat(handled.sum()).as("round %s", i).isGreaterThanOrEqualTo(before);
        dispatcher.dispatch(new Tick(-1));
        Crew.drain(dispatcher);
        assertThat(handled.sum()).as("round %s", i).isGreaterThan(before);
      }
      assertThat(handled.sum()).isEqualTo(WARM_UPS + Crew.rounds(40) + accepted.sum());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "CPU"})
  void anOverflowInsideAnAgentThatEmitsFailsItsDeliveryAndEndsItsRun(Execution execution)
      throws Exception {
    var emitted = new LongAdder();
    router.listen(
        Reply.class, "replies", _ -> handled.increment(), o -> o.execution(Execution.INLINE));
    router.on(
        Ask.class,
        "deep",
        (ask, context) -> {
          if (actAtTheBrink(() -> context.emit(new Reply(ask.n())), ask.n())) {
            emitted.increment();
          }
          return List.of();
        },
        o -> o.execution(execution));
    try (var dispatcher =
        AsyncDispatcher.builder(router)
            .waitStrategy(WaitStrategy.PARK)
            .closeTimeout(ofSeconds(1))
            .start()) {
      dispatcher.dispatch(new Reply(0));
      for (int i = 0; i < Crew.rounds(12); i++) {
        var report = dispatcher.run(new Ask(i)).await(ofSeconds(5));

        assertThat(report.outcome().name()).as("round %s: %s", i, report).isEqualTo("COMPLETED");
        Crew.drain(dispatcher);
      }
      assertThat(handled.sum()).isEqualTo(1 + emitted.sum());
    }
  }
}
