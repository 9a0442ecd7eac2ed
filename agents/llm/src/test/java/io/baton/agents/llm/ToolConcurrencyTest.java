package io.baton.agents.llm;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ToolConcurrencyTest {

  record Number(int value) {}

  /** How many calls are inside at once, and were at most. */
  static final class Crowd {
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    void enter() {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    }

    void leave() {
      inside.decrementAndGet();
    }
  }

  @Test
  void callsOfOneAnswerRunAtTheSameTime() throws Exception {
    int calls = 50;
    var allAreIn = new CyclicBarrier(calls);
    var meet =
        Tool.of(
            "meet",
            "Waits until all are there.",
            Number.class,
            number -> {
              allAreIn.await(30, TimeUnit.SECONDS);
              return number.value();
            });

    var results = new Calls(List.of(meet)).run(requests("meet", calls));

    assertThat(results)
        .containsExactlyElementsOf(IntStream.range(0, calls).mapToObj(String::valueOf).toList());
  }

  @Test
  void exclusiveCallsNeverOverlap() throws Exception {
    var crowd = new Crowd();
    var alone = crowded(crowd).execution(ToolExecution.EXCLUSIVE);
    var sameInOtherClothes = alone.outputCap(1_000);

    try (var agents = new Together()) {
      agents.run(() -> new Calls(List.of(alone)).run(requests("crowd", 100)));
      agents.run(() -> new Calls(List.of(sameInOtherClothes)).run(requests("crowd", 100)));
    }

    assertThat(crowd.most).hasValue(1);
  }

  @Test
  void callsThatAreNotExclusiveDoOverlap() throws Exception {
    var crowd = new Crowd();

    new Calls(List.of(crowded(crowd))).run(requests("crowd", 100));

    assertThat(crowd.most.get()).isGreaterThan(1);
  }

  @Test
  void callsThatComputeAreBoundedAndOnPlatformThreads() throws Exception {
    var crowd = new Crowd();
    var virtual = new AtomicInteger();
    var compute =
        Tool.of(
                "compute",
                "Computes.",
                Number.class,
                number -> {
                  crowd.enter();
                  virtual.addAndGet(Thread.currentThread().isVirtual() ? 1 : 0);
                  Thread.yield();
                  crowd.leave();
                  return number.value();
                })
            .execution(ToolExecution.CPU);

    var results = new Calls(List.of(compute)).run(requests("compute", 200));

    assertThat(results).hasSize(200).startsWith("0", "1");
    assertThat(crowd.most.get()).isBetween(1, ToolPool.WIDTH);
    assertThat(virtual).hasValue(0);
  }

  @Test
  void timeOutInterruptsAndIsTold() throws Exception {
    var interrupted = new CountDownLatch(1);
    var slow =
        Tool.of(
                "slow",
                "Never ends.",
                Number.class,
                _ -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                  return "";
                })
            .timeout(ofMillis(50));

    var results = new Calls(List.of(slow)).run(requests("slow", 1));

    assertThat(results).containsExactly("Tool slow took longer than PT0.05S and was stopped.");
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void callThatIgnoresItsTimeOutKeepsTheNextExclusiveOneWaiting() throws Exception {
    var goOn = new CountDownLatch(1);
    var crowd = new Crowd();
    var stubborn =
        Tool.of(
                "stubborn",
                "Ignores interrupts.",
                Number.class,
                number -> {
                  crowd.enter();
                  awaitWhateverComes(goOn, number.value());
                  crowd.leave();
                  return "ended";
                })
            .execution(ToolExecution.EXCLUSIVE)
            .timeout(ofMillis(50));
    var calls = new Calls(List.of(stubborn));

    var first = calls.run(Calls.request("stubborn", "{\"value\": 0}"));
    try (var agents = new Together()) {
      agents.run(() ->
          assertThat(calls.run(Calls.request("stubborn", "{\"value\": 1}")))
              .containsExactly("ended"));
      goOn.countDown();
    }

    assertThat(first).containsExactly("Tool stubborn took longer than PT0.05S and was stopped.");
    assertThat(crowd.most).hasValue(1);
  }

  @Test
  void interruptOfTheAgentCancelsAllCallsAndWaitsForThem() throws Exception {
    var begun = new CountDownLatch(10);
    var ended = new AtomicInteger();
    var wait =
        Tool.of(
            "wait",
            "Waits.",
            Number.class,
            _ -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                ended.incrementAndGet();
              }
              return "";
            });
    var isInterrupted = new AtomicBoolean();
    var endedBefore = new AtomicInteger();

    Thread agent =
        Thread.ofVirtual()
            .start(() -> {
              try {
                new Calls(List.of(wait)).run(requests("wait", 10));
              } catch (InterruptedException _) {
                endedBefore.set(ended.get());
                isInterrupted.set(true);
              }
            });
    begun.await();
    agent.interrupt();
    agent.join();

    assertThat(isInterrupted).isTrue();
    assertThat(endedBefore).hasValue(10);
  }

  @Test
  void errorCancelsTheOthersAndIsThrown() {
    var begun = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    var wait =
        Tool.of(
            "wait",
            "Waits.",
            Number.class,
            _ -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
              }
              return "";
            });
    Tool<Number, String> fatal =
        Tool.of(
            "fatal",
            "Breaks everything.",
            Number.class,
            _ -> {
              begun.await();
              throw new StackOverflowError("too deep");
            });

    assertThatThrownBy(() ->
            new Calls(List.of(wait, fatal))
                .run(
                    Calls.request("wait", "{\"value\": 1}"),
                    Calls.request("fatal", "{\"value\": 1}")))
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("too deep");
    assertThat(interrupted).isTrue();
  }

  @Test
  void interruptNeverReachesTheNextCallOfAThread() throws Exception {
    var late =
        Tool.of("late", "Ends about when its time is up.", Number.class, _ -> spin(20_000))
            .execution(ToolExecution.CPU)
            .timeout(ofNanos(10_000));
    var calm =
        Tool.of("calm", "Takes a while.", Number.class, _ -> spin(50_000))
            .execution(ToolExecution.CPU);
    var calls = new Calls(List.of(late, calm));
    var requests =
        IntStream.range(0, 40)
            .mapToObj(i -> Calls.request(i % 2 == 0 ? "late" : "calm", "{\"value\": 1}"))
            .toArray(ToolExecutionRequest[]::new);

    List<String> results = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      results.addAll(calls.run(requests));
    }

    assertThat(IntStream.range(0, results.size()).filter(i -> i % 2 == 1).mapToObj(results::get))
        .containsOnly("false");
  }

  /** Whether the thread was interrupted by the end of so many nanoseconds. */
  private static boolean spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return Thread.currentThread().isInterrupted();
  }

  private static Tool<Number, String> crowded(Crowd crowd) {
    return Tool.of(
        "crowd",
        "Counts who is there.",
        Number.class,
        _ -> {
          crowd.enter();
          for (int i = 0; i < 10; i++) {
            Thread.yield();
          }
          crowd.leave();
          return "";
        });
  }

  private static void awaitWhateverComes(CountDownLatch latch, int skip) {
    boolean isOpen = skip > 0;
    while (!isOpen) {
      try {
        isOpen = latch.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException _) {
        // this is the tool that does not listen
      }
    }
  }

  private static ToolExecutionRequest[] requests(String tool, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Calls.request("c" + i, tool, "{\"value\": %d}".formatted(i)))
        .toArray(ToolExecutionRequest[]::new);
  }
}
