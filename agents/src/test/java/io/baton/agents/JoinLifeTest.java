package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.JoinObserver.Fate;
import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How joins close that are not completed, and what is remembered of those that are closed. */
class JoinLifeTest {

  private static final Food FOOD = new Food("soup");
  private static final Film FILM = new Film("Alien");
  private static final Object RUN = new Object();
  private static final Object CHILD = new Object();

  @Test
  void joinClosesAtItsTimeLimitAndNotBefore() {
    var joining = joining(join().within(Duration.ofNanos(100)));
    joining.at(50).add(1, FOOD);
    joining.at(60).add(2, FOOD);

    assertThat(joining.store.isTimed()).isTrue();
    assertThat(joining.store.nextDeadline()).isEqualTo(150);
    assertThat(joining.store.expire(149)).isNull();
    JoinClosing due = Objects.requireNonNull(joining.store.expire(150));

    assertThat(due.correlationLow()).isEqualTo(1);
    assertThat(due.parts().closed()).isEqualTo(Closed.TIMED_OUT);
    assertThat(Joining.missing(due.parts())).containsExactly("Film");
    assertThat(joining.store.expire(150)).isNull();
    assertThat(joining.store.nextDeadline()).isEqualTo(160);
  }

  @Test
  void joinWithoutALimitNeverExpires() {
    var joining = joining(join());
    joining.add(1, FOOD);

    assertThat(joining.store.isTimed()).isFalse();
    assertThat(joining.store.expire(Long.MAX_VALUE)).isNull();
    assertThat(joining.store.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(joining.store.open()).isEqualTo(1);
  }

  @Test
  void limitOfCenturiesIsNoTrouble() {
    var joining = joining(join().within(Duration.ofDays(1_000_000)));
    joining.at(Long.MAX_VALUE / 8).add(1, FOOD);

    assertThat(joining.store.expire(Long.MAX_VALUE / 4)).isNull();
    assertThat(joining.store.nextDeadline()).isPositive();
  }

  @Test
  void storeWithoutOpenJoinsHasNoDeadline() {
    var joining = joining(join().within(Duration.ofNanos(100)));
    joining.add(1, FOOD);
    joining.complete(1, FILM);

    assertThat(joining.store.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(joining.store.expire(1_000)).isNull();
  }

  @Test
  void starvingClosesTheJoinsOfThatRunOnlyAndOneAtATime() {
    var joining = joining(join().by(Object::hashCode));
    joining.add(TestPart.of(RUN, 1, new Food("a")));
    joining.add(TestPart.of(CHILD, 1, new Food("b")));
    joining.add(TestPart.of(RUN, 1, new Food("c")));

    JoinClosing first = Objects.requireNonNull(joining.store.starve(RUN));
    JoinClosing second = Objects.requireNonNull(joining.store.starve(RUN));

    assertThat(first.event()).isEqualTo(new Food("a"));
    assertThat(first.parts().closed()).isEqualTo(Closed.STARVED);
    assertThat(second.event()).isEqualTo(new Food("c"));
    assertThat(joining.store.starve(RUN)).isNull();
    assertThat(joining.store.open()).isEqualTo(1);
  }

  @Test
  void joinOpenedAfterTheNewestHasClosedStarvesInItsTurn() {
    var joining = joining(Join.slots().need(Food.class, 2).by(event -> ((Food) event).dish()));
    joining.add(TestPart.of(RUN, 1, new Food("a")));
    joining.add(TestPart.of(RUN, 1, new Food("b")));
    joining.add(TestPart.of(RUN, 1, new Food("b")));
    joining.add(TestPart.of(RUN, 1, new Food("c")));

    assertThat(Objects.requireNonNull(joining.store.starve(RUN)).event()).isEqualTo(new Food("a"));
    assertThat(Objects.requireNonNull(joining.store.starve(RUN)).event()).isEqualTo(new Food("c"));
    assertThat(joining.store.starve(RUN)).isNull();
  }

  @Test
  void joinThatWaitsForOutsideNeverStarves() {
    var joining = joining(join().waitForOutside());
    joining.add(TestPart.of(RUN, 1, FOOD));

    assertThat(joining.store.starve(RUN)).isNull();
    assertThat(joining.store.open()).isEqualTo(1);
  }

  @Test
  void starvingIsQuickBesideManyJoinsOfOtherRuns() {
    var joining = joining(join());
    for (int i = 0; i < 100_000; i++) {
      joining.add(TestPart.of(i % 2 == 0 ? new Object() : RUN, i, FOOD));
    }

    long begun = System.nanoTime();
    int starved = 0;
    while (joining.store.starve(RUN) != null) {
      starved++;
    }

    assertThat(starved).isEqualTo(50_000);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void oldestIsEvictedWhereTooManyAreOpen() {
    var joining = joining(join().maxOpen(2));
    joining.add(1, FOOD);
    joining.add(2, FOOD);
    assertThat(joining.store.evict()).isNull();
    joining.add(3, FOOD);

    JoinClosing evicted = Objects.requireNonNull(joining.store.evict());

    assertThat(evicted.correlationLow()).isEqualTo(1);
    assertThat(evicted.parts().closed()).isEqualTo(Closed.EVICTED);
    assertThat(joining.store.evict()).isNull();
    joining.complete(2, FILM);
    joining.complete(3, FILM);
  }

  @Test
  void runsThatShareACorrelationNeverMix() {
    var joining = joining(join());
    joining.add(TestPart.of(RUN, 1, FOOD));
    assertThat(joining.add(TestPart.of(CHILD, 1, FILM))).isNull();
    assertThat(joining.add(1, FILM)).isNull();

    JoinClosing ofRun = Objects.requireNonNull(joining.add(TestPart.of(RUN, 1, FILM)));

    assertThat(ofRun.owner()).isSameAs(RUN);
    assertThat(joining.store.open()).isEqualTo(2);
  }

  @Test
  void discardingDropsWhatIsOpenOfARunWithoutAnAnswer() {
    var joining = joining(join());
    joining.add(TestPart.of(RUN, 1, FOOD));
    joining.add(TestPart.of(CHILD, 1, FOOD));

    assertThat(joining.store.discard(RUN)).hasSize(1);

    assertThat(joining.store.open()).isEqualTo(1);
    assertThat(joining.store.discard(RUN)).isEmpty();
    assertThat(joining.store.starve(RUN)).isNull();
    assertThat(joining.add(TestPart.of(CHILD, 1, FILM))).isNotNull();
  }

  @Test
  void releasedRunIsLetGoAndWhatItJoinedIsRemembered() throws InterruptedException {
    var joining = joining(join());
    joining.add(TestPart.of(RUN, 1, FOOD));
    JoinClosing closing = Objects.requireNonNull(joining.add(TestPart.of(RUN, 1, FILM)));

    joining.store.release(RUN);

    assertThat(closing.owner()).isNull();
    var parts = joining.agent.awaitJoined(TestPart.correlation(1), Duration.ZERO);
    assertThat(parts.events()).containsExactly(FOOD, FILM);
  }

  @Test
  void functionGivenToByTakesThePlaceOfTheCorrelation() {
    var joining = joining(join().by(_ -> "x"));
    joining.add(1, FOOD);

    JoinClosing closing = joining.complete(2, FILM);

    assertThat(closing.correlationLow()).isEqualTo(1);
    assertThat(closing.parts().events()).containsExactly(FOOD, FILM);
  }

  @Test
  void functionGivenToByTellsApartWithinARun() {
    var joining = joining(Join.slots().need(Food.class, 2).by(event -> ((Food) event).dish()));
    joining.add(TestPart.of(RUN, 1, new Food("a")));
    assertThat(joining.add(TestPart.of(RUN, 1, new Food("b")))).isNull();
    assertThat(joining.add(TestPart.of(CHILD, 1, new Food("a")))).isNull();

    JoinClosing closing = Objects.requireNonNull(joining.add(TestPart.of(RUN, 1, new Food("a"))));

    assertThat(closing.parts().all(Food.class)).containsExactly(new Food("a"), new Food("a"));
    assertThat(joining.store.open()).isEqualTo(2);
  }

  @Test
  void keyIsStableAndTellsKeysApart() {
    var one = joining(Join.slots().need(Food.class).by(event -> ((Food) event).dish()));
    var other = joining(Join.slots().need(Food.class).by(event -> ((Food) event).dish()));

    assertThat(one.complete(1, new Food("a")).key())
        .isEqualTo(other.complete(9, new Food("a")).key());
    assertThat(one.complete(1, new Food("b")).key())
        .isNotEqualTo(other.complete(1, new Food("c")).key());
  }

  @Test
  void openJoinsAreListedOldestFirstWithWhatTheyMiss() {
    var joining = joining(join());
    joining.add(1, FILM);
    joining.add(2, FOOD);
    joining.add(3, FOOD);

    var list = joining.store.list(2);

    assertThat(list)
        .extracting(JoinStore.OpenJoin::correlationId)
        .containsExactly(TestPart.correlation(1), TestPart.correlation(2));
    assertThat(list.getFirst().missing()).extracting(Missing::slot).containsExactly("Food");
  }

  @Test
  void joinIsRememberedUntilTenThousandOthersHaveClosed() {
    var joining = joining(join());
    for (int i = 0; i <= JoinRegister.REMEMBERED; i++) {
      joining.add(i, FOOD);
      joining.complete(i, FILM);
    }

    joining.add(1, FILM);
    joining.add(0, FILM);

    assertThat(joining.seen.fates).containsExactly(Fate.LATE);
    assertThat(joining.store.forgotten()).isEqualTo(1);
    assertThat(joining.store.open()).isEqualTo(1);
  }

  @Test
  void theLastTenThousandAreRememberedAlsoWhenTheirNumbersBeginAnew() {
    var joining = joining(join());
    int last = ClosedJoins.MOST_NUMBERS + JoinRegister.REMEMBERED / 2;
    for (int i = 0; i <= last; i++) {
      closeOneOf(joining, null, i);
    }

    int oldest = last - JoinRegister.REMEMBERED + 1;
    for (int i = oldest; i <= last; i++) {
      joining.add(i, FILM);
    }
    joining.add(oldest - 1, FILM);

    assertThat(joining.seen.fates).hasSize(JoinRegister.REMEMBERED).containsOnly(Fate.LATE);
    assertThat(joining.store.open()).isEqualTo(1);
  }

  @Test
  void joinOfARunThatIsAliveIsRememberedHoweverManyOthersClose() {
    var joining = joining(join());
    closeOneOf(joining, RUN, 0);
    for (int i = 1; i <= 2 * JoinRegister.REMEMBERED; i++) {
      closeOneOf(joining, new Object(), i);
    }
    joining.add(TestPart.of(RUN, 0, FILM));
    assertThat(joining.seen.fates).containsExactly(Fate.LATE);

    joining.store.release(RUN);
    joining.add(TestPart.of(RUN, 0, FILM));

    assertThat(joining.seen.fates).hasSize(1);
    assertThat(joining.store.open()).isEqualTo(1);
  }

  @Test
  void ofOneRunTheLastTenThousandAreRememberedBesideThoseOfAll() {
    var joining = joining(join());
    for (int i = 0; i <= 2 * JoinRegister.REMEMBERED; i++) {
      closeOneOf(joining, RUN, i);
    }

    joining.add(TestPart.of(RUN, 1, FILM));
    joining.add(TestPart.of(RUN, 0, FILM));

    assertThat(joining.seen.fates).containsExactly(Fate.LATE);
    assertThat(joining.store.forgotten()).isEqualTo(1);
  }

  @Test
  void reopenedJoinHasAHigherNumberAlsoWhenTheEarlierOneIsForgotten() {
    var joining = joining(join().onLate(WhenLate.REOPEN));
    var numbers = new ArrayList<Integer>();
    for (int round = 0; round < 3; round++) {
      numbers.add(closeOneOf(joining, null, 0).firing());
      numbers.add(closeOneOf(joining, null, 0).firing());
      for (int i = 1; i <= JoinRegister.REMEMBERED; i++) {
        closeOneOf(joining, null, i + round * 20_000);
      }
    }

    assertThat(numbers).doesNotHaveDuplicates().isSorted().startsWith(0, 1);
    assertThat(joining.store.counts().reopened()).isEqualTo(3);
  }

  @Test
  void whatBecameOfJoinsAndPartsIsCounted() {
    var joining = joining(join().within(Duration.ofNanos(10)).maxOpen(1));
    var food = TestPart.of(1, FOOD);
    joining.add(food);
    joining.add(food);
    joining.add(1, new Food("salad"));
    joining.add(1, FILM);
    joining.add(1, FILM);
    joining.add(2, FOOD);
    joining.store.expire(10);
    joining.add(TestPart.of(RUN, 3, FOOD));
    joining.store.starve(RUN);
    joining.add(TestPart.of(RUN, 4, FOOD));
    joining.store.discard(RUN);
    joining.add(5, FOOD);
    joining.add(6, FOOD);
    joining.store.evict();

    assertThat(joining.agent.counts())
        .isEqualTo(new JoinCounts(1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0));
  }

  private static JoinClosing closeOneOf(Joining joining, @Nullable Object run, int correlation) {
    joining.add(TestPart.of(correlation, FOOD).ownedBy(run));
    return Objects.requireNonNull(joining.add(TestPart.of(correlation, FILM).ownedBy(run)));
  }

  @Test
  void nothingIsLeftBehindByAMillionJoins() {
    var joining = new Joining(join().into((_, _) -> new Plan("")));
    var quiet = new CountingObserver();
    long before = 0;
    for (int i = 0; i < 1_000_000; i++) {
      if (i == 100_000) {
        before = usedHeap();
      }
      Object owner = i % 2 == 0 ? new Object() : RUN;
      joining.store.add(TestPart.of(owner, i, FOOD), 0, quiet);
      joining.store.add(TestPart.of(owner, i, FOOD), 0, quiet);
      joining.store.add(TestPart.of(owner, i, FILM), 0, quiet);
      if (owner != RUN) {
        joining.store.release(owner);
      }
    }

    assertThat(usedHeap() - before).isLessThan(2_000_000);
    assertThat(quiet.opened).isEqualTo(1_000_000);
    assertThat(quiet.dropped).isEqualTo(1_000_000);
    assertThat(joining.store.open()).isZero();
  }

  private static long usedHeap() {
    var runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static JoinOf2<Food, Film> join() {
    return Join.of(Food.class, Film.class);
  }

  private static Joining joining(JoinOf2<Food, Film> join) {
    return new Joining(join.into((_, _) -> new Plan("")));
  }

  private static Joining joining(JoinSlots join) {
    return new Joining(join.into((_, _) -> List.of()));
  }

  private static final class CountingObserver implements JoinObserver {
    private int opened;
    private int dropped;

    @Override
    public void joinOpened(Arrival first) {
      opened++;
    }

    @Override
    public void partDropped(Arrival part, Fate fate) {
      dropped++;
    }
  }
}
