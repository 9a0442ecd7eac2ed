package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.agents.Outcome.Cancelled;
import io.baton.agents.Outcome.Failed;
import io.baton.agents.Outcome.Ok;
import io.baton.agents.Outcome.Why;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GatherTest {

  private record Pair(int left, int right) {}

  private final Call<Integer, Integer> square = x -> x * x;
  private final Call<Integer, Integer> cube = x -> x * x * x;
  private final CountDownLatch never = new CountDownLatch(1);

  private static int add(int left, int right) {
    return left + right;
  }

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
  void broadcastGivesOneInputToManyAgents() {
    assertThat(Gather.broadcast(List.of(square, cube), 3).orThrow()).containsExactly(9, 27);
    assertThat(Gather.broadcast(3, square, cube).orThrow()).containsExactly(9, 27);
  }

  @Test
  void mapGivesManyInputsToOneAgent() {
    var pairs = List.of(new Pair(1, 2), new Pair(3, 4), new Pair(5, 6));

    List<Integer> sums = Gather.map(pair -> add(pair.left(), pair.right()), pairs).orThrow();

    assertThat(sums).containsExactly(3, 7, 11);
  }

  @Test
  void scatterMakesCallsThatHaveNothingInCommon() {
    List<Integer> results =
        Gather.<Integer>scatter(() -> add(1, 2), () -> 3 * 2, () -> add(10, 20)).orThrow();

    assertThat(results).containsExactly(3, 6, 30);
    assertThat(Gather.scatter(List.of(square, cube), List.of(5, 2)).orThrow())
        .containsExactly(25, 8);
  }

  @Test
  void resultsStandInTheOrderOfTheInputsWhateverTheOrderOfFinishing() {
    var lastEnded = new CountDownLatch(1);
    Call<Integer, Integer> backwards =
        x -> {
          if (x == 0) {
            until(lastEnded);
          } else if (x == 2) {
            lastEnded.countDown();
          }
          return x;
        };

    assertThat(Gather.map(backwards, List.of(0, 1, 2)).orThrow()).containsExactly(0, 1, 2);
  }

  @Test
  void oneFailureLeavesTheOthersAlone() {
    var failing = Gather.named("failing", GatherTest::failing);

    Gathered<Integer> gathered = Gather.scatter(() -> 1, failing, () -> 3).await();

    assertThat(gathered)
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Ok.class),
            second ->
                assertThat(second)
                    .isInstanceOf(Failed.class)
                    .hasToString(
                        "failing at index 1 failed: java.lang.IllegalStateException: on purpose"),
            third -> assertThat(third).isInstanceOf(Ok.class));
    assertThat(gathered.values()).containsExactly(1, 3);
    assertThat(gathered.unsuccessful()).singleElement().extracting(Outcome::index).isEqualTo(1);
    assertThat(gathered.isEnough()).isFalse();
  }

  @Test
  void allFailuresAreInTheOneThatIsThrown() {
    Callable<Integer> one = GatherTest::failing;

    var thrown =
        catchThrowableOfType(
            GatherFailedException.class, () -> Gather.scatter(one, one, one, one).orThrow());

    assertThat(thrown)
        .hasMessageStartingWith(
            "4 of 4 calls did not end well: "
                + "call at index 0 failed: java.lang.IllegalStateException: on purpose; call at")
        .hasMessageEndingWith("; ...")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(thrown.getSuppressed())
        .hasSize(3)
        .hasOnlyElementsOfType(IllegalStateException.class);
    assertThat(thrown.gathered()).hasSize(4);
  }

  @Test
  void nullIsAnAnswerAndNoFailure() {
    Callable<@Nullable String> nothing = () -> null;

    var gathered = Gather.<@Nullable String>scatter(nothing).await();

    assertThat(gathered).singleElement().satisfies(outcome -> assertThat(outcome.isOk()).isTrue());
    assertThat(gathered.orThrow()).containsExactly((String) null);
  }

  @Test
  void callThatGivesUpByItselfIsCancelled() {
    Callable<Integer> withdrawn =
        () -> {
          throw new CancellationException("withdrawn");
        };
    Callable<Integer> interrupted =
        () -> {
          Thread.currentThread().interrupt();
          never.await();
          return 0;
        };

    Gathered<Integer> gathered = Gather.scatter(withdrawn, interrupted, () -> 3).await();

    assertThat(gathered.subList(0, 2))
        .allSatisfy(outcome ->
            assertThat(outcome)
                .isInstanceOfSatisfying(
                    Cancelled.class,
                    cancelled -> assertThat(cancelled.why()).isEqualTo(Why.ITSELF)));
    assertThat(gathered.getLast().isOk()).isTrue();
  }

  @Test
  void badArgumentFailsItsOwnCallOnly() {
    Gathered<Integer> gathered = Gather.map(Integer::parseInt, List.of("1", "two", "3")).await();

    assertThat(gathered.get(1))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.cause()).isInstanceOf(NumberFormatException.class));
    assertThat(gathered.values()).containsExactly(1, 3);
  }

  @Test
  void errorIsThrownToTheCallerAndCancelsAllOthers() throws Exception {
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Callable<Integer> broken =
        () -> {
          until(begun);
          throw new OutOfMemoryError("on purpose");
        };
    Callable<Integer> other =
        () -> {
          begun.countDown();
          return endless(interrupted);
        };

    assertThatThrownBy(() -> Gather.scatter(broken, other).await())
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("on purpose");
    until(interrupted);
  }

  @Test
  void overflowOfAStackIsThrownToTheCaller() {
    assertThatThrownBy(() -> Gather.scatter(() -> deeper(0)).await())
        .isInstanceOf(StackOverflowError.class);
  }

  @SuppressWarnings("InfiniteRecursion") // the mistake that the test is about
  private static int deeper(int depth) {
    return deeper(depth + 1) + 1;
  }

  @Test
  void concurrencyBoundsTheCallsAtOnce() {
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    Call<Integer, Integer> counting =
        x -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          LockSupport.parkNanos(1_000);
          atOnce.decrementAndGet();
          return x;
        };
    var inputs = IntStream.range(0, 500).boxed().toList();

    assertThat(Gather.map(counting, inputs).concurrency(3).orThrow()).isEqualTo(inputs);
    assertThat(most).hasValueBetween(1, 3);
  }

  @Test
  void callsBeyondTheConcurrencyOverlapUpToIt() {
    var together = new CountDownLatch(3);
    Call<Integer, Integer> meeting =
        x -> {
          together.countDown();
          until(together);
          return x;
        };

    assertThat(Gather.map(meeting, List.of(1, 2, 3, 4)).concurrency(3).orThrow()).hasSize(4);
  }

  @Test
  void gatherInsideGatherWithOneAtOnceDoesNotWaitForItself() {
    Call<Integer, Integer> inner =
        x -> Gather.map(square, List.of(x, x + 1)).concurrency(1).orThrow().getLast();
    Call<Integer, Integer> outer =
        x -> Gather.map(inner, List.of(x, x)).concurrency(1).orThrow().getFirst();

    assertThat(Gather.map(outer, List.of(1, 2, 3)).concurrency(1).orThrow())
        .containsExactly(4, 9, 16);
  }

  @Test
  void nothingGivesNothing() {
    assertThat(Gather.map(square, List.of()).await()).isEmpty();
    assertThat(Gather.<Integer>scatter().orThrow()).isEmpty();
  }

  @Test
  void nullCallIsRefusedByNameBeforeAnythingStarts() {
    var begun = new AtomicInteger();
    Callable<Integer> counting = begun::incrementAndGet;
    var calls = Arrays.asList(counting, null);

    assertThatThrownBy(() -> Gather.scatter(calls))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("calls[1] must not be null");
    assertThatThrownBy(() -> Gather.broadcast(Arrays.asList(null, square), 3))
        .hasMessage("agents[0] must not be null");
    assertThat(begun).hasValue(0);
  }

  @Test
  void lengthsThatDoNotMatchAreRefusedBeforeAnythingStarts() {
    assertThatThrownBy(() -> Gather.scatter(List.of(square, cube), List.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("agents and inputs must be as many, but are 2 and 1");
  }

  @Test
  void limitOfForeverIsNone() {
    var gather = Gather.map(x -> x, List.of(1, 2)).timeout(ChronoUnit.FOREVER.getDuration());

    assertThat(gather.orThrow()).containsExactly(1, 2);
  }

  @Test
  void senselessOptionsAreRefusedWithTheirValue() {
    var gather = Gather.map(square, List.of(1, 2));

    assertThatThrownBy(() -> gather.concurrency(0))
        .hasMessage("concurrency must be at least 1, but is 0");
    assertThatThrownBy(() -> gather.timeout(Duration.ZERO))
        .hasMessage("timeout must be positive, but is PT0S");
    assertThatThrownBy(() -> gather.quorum(3))
        .hasMessage("quorum must be from 1 to the number of calls, 2, but is 3");
    assertThatThrownBy(() -> gather.quorum(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Call.named(" ", square))
        .hasMessage("the name of a call must not be blank");
    assertThatThrownBy(() -> Gather.named("", () -> 1))
        .hasMessage("the name of a call must not be blank");
  }

  @Test
  void outcomesBearNameAndPlace() {
    Gathered<Integer> gathered = Gather.broadcast(2, Call.named("square", square), cube).await();

    assertThat(gathered).extracting(Outcome::name).containsExactly("square", "call");
    assertThat(gathered).extracting(Outcome::index).containsExactly(0, 1);
    assertThat(gathered.elapsed()).isPositive();
  }

  @Test
  void agentIsCalledWithTheContextOfWhoGathers() {
    Agent<Meal.Guest> cook =
        (guest, context) -> {
          context.emit(new Meal.Food("salt"));
          return List.of(new Meal.Food("soup for " + guest.name()));
        };
    var context = DetachedContext.of(new Meal.Guest("all"));

    var dishes =
        Gather.map(
                Call.of("cook", cook, context), List.of(new Meal.Guest("a"), new Meal.Guest("b")))
            .in(context)
            .orThrow();

    assertThat(dishes)
        .containsExactly(
            List.of(new Meal.Food("soup for a")), List.of(new Meal.Food("soup for b")));
    assertThat(context.emitted()).hasSize(2);
  }
}
