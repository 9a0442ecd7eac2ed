package io.baton.agents;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Outcome.Cancelled;
import io.baton.agents.Outcome.Failed;
import io.baton.agents.Outcome.TimedOut;
import io.baton.agents.Outcome.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a gather ends: by its limit, its policy, or an interrupt. */
@Timeout(30)
class GatherEndTest {

  private final CountDownLatch never = new CountDownLatch(1);

  private static int failing() {
    throw new IllegalStateException("on purpose");
  }

  /** Waits for what never comes; says so when it is interrupted. */
  private int endless(CountDownLatch interrupted) throws InterruptedException {
    try {
      never.await();
      return 0;
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
  }

  private static void until(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void timeLimitInterruptsWhatRunsAndKeepsWhatHasEnded() throws Exception {
    var interrupted = new CountDownLatch(1);
    long begin = System.nanoTime();

    Gathered<Integer> gathered =
        Gather.<Integer>scatter(() -> 1, () -> endless(interrupted)).timeout(ofMillis(100)).await();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(ofMillis(99), ofSeconds(10));
    until(interrupted);
    assertThat(gathered.getFirst().isOk()).isTrue();
    assertThat(gathered.getLast())
        .isInstanceOf(TimedOut.class)
        .hasToString("call at index 1 was not done within PT0.1S");
    assertThat(gathered.getLast().elapsed()).isGreaterThan(Duration.ZERO);
    assertThatThrownBy(gathered::orThrow).hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void timeLimitDoesNotWaitForACallThatIgnoresInterrupts() {
    var released = new CountDownLatch(1);
    Callable<Integer> stubborn =
        () -> {
          while (released.getCount() > 0) {
            try {
              released.await();
            } catch (InterruptedException _) {
              // it goes on
            }
          }
          return 1;
        };

    Gathered<Integer> gathered = Gather.scatter(stubborn).timeout(ofMillis(50)).await();

    assertThat(gathered.getFirst()).isInstanceOf(TimedOut.class);
    released.countDown();
  }

  @Test
  void timeLimitCoversCallsThatWaitForTheirTurn() {
    var interrupted = new CountDownLatch(1);

    Gathered<Integer> gathered =
        Gather.<Integer>scatter(() -> endless(interrupted), () -> 2)
            .concurrency(1)
            .timeout(ofMillis(50))
            .await();

    assertThat(gathered).hasOnlyElementsOfType(TimedOut.class);
    assertThat(gathered.getLast().elapsed()).isEqualTo(Duration.ZERO);
  }

  @Test
  void timeIsThatOfTheContext() throws Exception {
    var time = VirtualTime.startingAt(Instant.EPOCH);
    var begun = new CountDownLatch(1);
    var context = DetachedContext.of(new Meal.Guest("x")).time(time);
    var gather =
        Gather.<Integer>scatter(
                () -> {
                  begun.countDown();
                  return endless(new CountDownLatch(1));
                })
            .in(context)
            .timeout(ofSeconds(60));
    var result = new AtomicReference<@Nullable Gathered<Integer>>();
    var caller = Thread.ofVirtual().start(() -> result.set(gather.await()));
    until(begun);
    time.advance(ofSeconds(60));
    caller.join();

    assertThat(result.get())
        .singleElement()
        .isEqualTo(new TimedOut<>(0, "call", ofSeconds(60), ofSeconds(60)));
  }

  @Test
  void interruptOfTheCallerCancelsAllAndIsSetAgain() throws Exception {
    var begun = new CountDownLatch(2);
    var interrupted = new CountDownLatch(2);
    Call<Integer, Integer> waiting =
        x -> {
          if (x == 0) {
            return x;
          }
          begun.countDown();
          return endless(interrupted);
        };
    var result = new AtomicReference<@Nullable Gathered<Integer>>();
    var flag = new AtomicReference<@Nullable Boolean>();
    var caller =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              result.set(Gather.map(waiting, List.of(0, 1, 2)).await());
              flag.set(Thread.currentThread().isInterrupted());
            });
    until(begun);
    caller.interrupt();
    caller.join(20_000);

    until(interrupted);
    assertThat(flag).hasValue(true);
    assertThat(result.get())
        .filteredOn(outcome -> outcome instanceof Cancelled<Integer> c && c.why() == Why.CALLER)
        .extracting(Outcome::index)
        .contains(1, 2);
  }

  @Test
  void callerThatIsInterruptedAlreadyGetsAtOnceWhatIsThere() {
    Thread.currentThread().interrupt();

    Gathered<Integer> gathered =
        Gather.<Integer>scatter(() -> endless(new CountDownLatch(1))).await();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(gathered).hasOnlyElementsOfType(Cancelled.class);
  }

  @Test
  void failFastCancelsTheRest() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Callable<Integer> slow =
        () -> {
          begun.countDown();
          return endless(interrupted);
        };
    Callable<Integer> bad =
        () -> {
          until(begun);
          return failing();
        };

    Gathered<Integer> gathered =
        Gather.scatter(slow, bad, () -> 3).concurrency(2).failFast().await();

    until(interrupted);
    assertThat(gathered.get(1)).isInstanceOf(Failed.class);
    assertThat(List.of(gathered.get(0), gathered.get(2)))
        .allSatisfy(outcome -> assertThat(outcome.toString()).endsWith("was cancelled: FAILURE"));
  }

  @Test
  void quorumEndsTheWaitAndLeavesTheRestAlone() throws Exception {
    var released = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Callable<Integer> slow =
        () -> {
          until(released);
          ended.countDown();
          return 3;
        };

    Gathered<Integer> gathered =
        Gather.scatter(slow, () -> 1, GatherEndTest::failing, () -> 2, () -> 4)
            .concurrency(2)
            .quorum(2)
            .await();

    assertThat(gathered.isEnough()).isTrue();
    assertThat(gathered.orThrow()).containsExactly(1, 2);
    assertThat(gathered.getFirst()).hasToString("call at index 0 was cancelled: LEFT");
    assertThat(gathered.getLast()).hasToString("call at index 4 was cancelled: QUORUM");
    released.countDown();
    until(ended);
  }

  @Test
  void quorumCancelsTheRestIfAsked() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Callable<Integer> slow =
        () -> {
          begun.countDown();
          return endless(interrupted);
        };
    Callable<Integer> quick =
        () -> {
          until(begun);
          return 1;
        };

    Gathered<Integer> gathered = Gather.scatter(slow, quick).quorum(1).cancelRest().await();

    until(interrupted);
    assertThat(gathered.getFirst()).hasToString("call at index 0 was cancelled: QUORUM");
    assertThat(gathered.orThrow()).containsExactly(1);
  }

  @Test
  void quorumThatIsNotReachedEndsWithTheLastCall() {
    Callable<Integer> bad = GatherEndTest::failing;

    Gathered<Integer> gathered = Gather.scatter(bad, () -> 1, bad).quorum(2).await();

    assertThat(gathered.isEnough()).isFalse();
    assertThatThrownBy(gathered::orThrow)
        .hasMessageStartingWith("2 of 3 calls did not end well, 2 were needed: call at index 0");
  }

  @Test
  void cancelledContextCancelsTheCalls() throws Exception {
    var context = DetachedContext.of(new Meal.Guest("x"));
    var interrupted = new CountDownLatch(1);
    Callable<Integer> cancelling =
        () -> {
          context.cancelRun("enough");
          return endless(interrupted);
        };

    Gathered<Integer> gathered = Gather.scatter(cancelling).in(context).await();

    until(interrupted);
    assertThat(gathered.getFirst()).hasToString("call at index 0 was cancelled: RUN");
  }
}
