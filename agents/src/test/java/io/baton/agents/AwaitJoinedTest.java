package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AwaitJoinedTest {

  private static final Food FOOD = new Food("soup");
  private static final Film FILM = new Film("Alien");
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final Joining joining =
      new Joining(Join.of(Food.class, Film.class).into((_, _) -> new Plan("")));

  @Test
  void waiterBeforeTheFirstPartGetsThePartsWhenTheyAreComplete() throws Exception {
    Future<Parts> waiter = waiter();
    joining.add(1, FOOD);
    joining.add(2, FOOD);
    joining.complete(1, FILM);

    assertThat(waiter.get().events()).containsExactly(FOOD, FILM);
  }

  @Test
  void allWaitersOfOneCorrelationAreWoken() throws Exception {
    joining.add(1, FOOD);
    var waiters = new ArrayList<Future<Parts>>();
    for (int i = 0; i < 10; i++) {
      waiters.add(waiter());
    }
    joining.complete(1, FILM);

    for (var waiter : waiters) {
      assertThat(waiter.get().closed()).isEqualTo(Closed.COMPLETE);
    }
  }

  @Test
  void waiterThatTimesOutGetsThePartialListAndASecondStillWorks() throws Exception {
    joining.add(1, FOOD);

    Parts partial = await(1, SHORT);
    joining.complete(1, FILM);
    Parts whole = await(1, SHORT);

    assertThat(partial.events()).containsExactly(FOOD);
    assertThat(partial.closed()).isEqualTo(Closed.OPEN);
    assertThat(Joining.missing(partial)).containsExactly("Film");
    assertThat(whole.events()).containsExactly(FOOD, FILM);
    assertThat(whole.closed()).isEqualTo(Closed.COMPLETE);
  }

  @Test
  void waiterForNothingIsToldThatAllIsMissing() throws Exception {
    Parts none = await(1, Duration.ZERO);

    assertThat(none.events()).isEmpty();
    assertThat(none.closed()).isEqualTo(Closed.OPEN);
    assertThat(Joining.missing(none)).containsExactly("Food", "Film");
    assertThat(joining.store.open()).isZero();
  }

  @Test
  void waitOfTheMostNegativeTimeEndsAtOnce() throws Exception {
    assertThat(await(1, Duration.ofSeconds(Long.MIN_VALUE)).events()).isEmpty();
  }

  @Test
  void waiterAfterTheJoinGetsItsPartsAsOftenAsItAsks() throws Exception {
    joining.add(1, FOOD);
    joining.complete(1, FILM);

    assertThat(await(1, Duration.ZERO).events()).containsExactly(FOOD, FILM);
    assertThat(await(1, LONG).events()).containsExactly(FOOD, FILM);
  }

  @Test
  void waiterFindsTheJoinOfAnyRun() throws Exception {
    var run = new Object();
    joining.add(TestPart.of(run, 1, FOOD));
    assertThat(await(1, Duration.ZERO).events()).containsExactly(FOOD);

    joining.add(TestPart.of(run, 1, FILM));

    assertThat(await(1, Duration.ZERO).closed()).isEqualTo(Closed.COMPLETE);
  }

  @Test
  void waiterFindsAJoinWithAKeyByTheCorrelationThatOpenedIt() throws Exception {
    var keyed =
        new Joining(Join.of(Food.class, Film.class).by(_ -> "x").into((_, _) -> new Plan("")));
    keyed.add(1, FOOD);
    keyed.complete(2, FILM);

    var parts = keyed.agent.awaitJoined(TestPart.correlation(1), Duration.ZERO);

    assertThat(parts.events()).containsExactly(FOOD, FILM);
  }

  @Test
  void waiterOfADiscardedJoinIsToldAtOnce() throws Exception {
    var run = new Object();
    joining.add(TestPart.of(run, 1, FOOD));
    Future<Parts> waiter = waiter();
    joining.store.discard(run);

    assertThat(waiter.get().closed()).isEqualTo(Closed.CANCELLED);
    assertThat(waiter.get().events()).containsExactly(FOOD);
  }

  @Test
  void waiterGetsThePartialResultOfAJoinThatStarves() throws Exception {
    var run = new Object();
    joining.add(TestPart.of(run, 1, FILM));
    Future<Parts> waiter = waiter();
    joining.store.starve(run);

    assertThat(waiter.get().closed()).isEqualTo(Closed.STARVED);
    assertThat(Joining.missing(waiter.get())).containsExactly("Food");
  }

  @Test
  void waiterWhomTheOwnerHasNotSeenIsToldWhenItLeaves() throws Exception {
    joining.store.attach(() -> {}, (_, _) -> List.of(), TestPart::newId);
    Future<Parts> waiter = waiter();
    joining.store.detach();

    assertThat(waiter.get().closed()).isEqualTo(Closed.OPEN);
  }

  @Test
  void interruptEndsTheWaitAndNothingElse() throws Exception {
    var thread = Thread.currentThread();
    var interrupter =
        Thread.ofVirtual()
            .start(() -> {
              Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
              thread.interrupt();
            });

    assertThatThrownBy(() -> await(1, LONG)).isInstanceOf(InterruptedException.class);
    interrupter.join();
    joining.add(1, FOOD);
    joining.complete(1, FILM);
    assertThat(await(1, Duration.ZERO).closed()).isEqualTo(Closed.COMPLETE);
  }

  /** A thread that waits already for the first correlation. */
  private Future<Parts> waiter() {
    var task = new FutureTask<>(() -> await(1, LONG));
    var thread = Thread.ofVirtual().start(task);
    Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return task;
  }

  private Parts await(long correlation, Duration timeout) throws InterruptedException {
    return joining.agent.awaitJoined(TestPart.correlation(correlation), timeout);
  }
}
