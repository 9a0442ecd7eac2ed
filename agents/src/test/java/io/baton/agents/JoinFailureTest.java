package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Meal.Cake;
import io.baton.agents.Meal.Count;
import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Guest;
import io.baton.agents.Meal.Plan;
import io.baton.agents.Meal.Wine;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JoinFailureTest {

  private static final Food FOOD = new Food("soup");
  private static final Film FILM = new Film("Laura");
  private static final Wine WINE = new Wine("Merlot");
  private static final Object RUN = new Object();

  @Test
  void byDefaultTheJoinGoesOnWhenAPartIsLost() {
    var joining = joining(WhenFailed.CONTINUE);
    joining.add(1, FOOD);

    assertThat(fail(joining, TestPart.of(1, new Guest("")), Film.class)).isNull();

    assertThat(joining.complete(1, FILM).closed()).isEqualTo(Closed.COMPLETE);
  }

  @ParameterizedTest
  @EnumSource(
      value = WhenFailed.class,
      names = {"PARTIAL", "FAIL"})
  void joinClosesAtOnceWhenAMissingPartIsLost(WhenFailed policy) {
    var joining = joining(policy);
    joining.add(1, FOOD);

    JoinClosing closing = closedBy(fail(joining, TestPart.of(1, new Guest("")), Film.class));

    assertThat(closing.closed()).isEqualTo(Closed.FAILED);
    assertThat(closing.parts().events()).containsExactly(FOOD);
    assertThat(Joining.missing(closing.parts())).containsExactly("Film");
    assertThat(closing.failures()).containsExactly("the critic fell asleep");
    assertThat(joining.store.counts().failed()).isEqualTo(1);
    joining.add(1, FILM);
    assertThat(joining.seen.fates).containsExactly(JoinObserver.Fate.LATE);
  }

  @Test
  void whatComesFirstThePartsOrTheFailureMakesNoDifference() {
    var loss = new Guest("whose part is lost");
    for (var order : Joining.permutations(List.of(FOOD, FILM, loss))) {
      var joining =
          new Joining(
              Join.of(Food.class, Film.class, Wine.class)
                  .onFailure(WhenFailed.PARTIAL)
                  .into((_, _, _) -> new Plan("")));
      var closed = new ArrayList<JoinClosing>();
      for (var event : order) {
        JoinClosing closing =
            event == loss
                ? fail(joining, TestPart.of(1, event), Wine.class)
                : joining.add(1, event);
        if (closing != null) {
          closed.add(closing);
        }
      }

      assertThat(closed).as("%s", order).hasSize(1);
      assertThat(closed.getFirst().closed()).isEqualTo(Closed.FAILED);
      assertThat(Joining.missing(closed.getFirst().parts())).contains("Wine");
      assertThat(joining.store.open()).isZero();
    }
  }

  @Test
  void failureOfWhoCouldOnlyHaveBroughtWhatIsThereIsNone() {
    var joining = joining(WhenFailed.PARTIAL);
    joining.add(1, FOOD);

    assertThat(fail(joining, TestPart.of(1, new Guest("")), Food.class)).isNull();

    assertThat(joining.complete(1, FILM).closed()).isEqualTo(Closed.COMPLETE);
  }

  @Test
  void failureConcernsTheJoinsOfItsOwnCorrelationAndRunOnly() {
    var joining = joining(WhenFailed.PARTIAL);
    joining.add(1, FOOD);
    joining.add(TestPart.of(RUN, 1, FOOD));

    assertThat(fail(joining, TestPart.of(2, new Guest("")), Film.class)).isNull();
    assertThat(fail(joining, TestPart.of(new Object(), 1, new Guest("")), Film.class)).isNull();
    var ofRun = closedBy(fail(joining, TestPart.of(RUN, 1, new Guest("")), Film.class));

    assertThat(ofRun.owner()).isSameAs(RUN);
    assertThat(joining.store.open()).isEqualTo(1);
  }

  @Test
  void whereAFunctionGivesTheKeyOnlyFailuresWhoseEventHasThatKeyCount() {
    var joining =
        new Joining(
            Join.of(Food.class, Film.class)
                .by(JoinFailureTest::key)
                .onFailure(WhenFailed.PARTIAL)
                .into((_, _) -> new Plan("")));
    joining.add(1, FOOD);

    assertThat(fail(joining, TestPart.of(1, new Guest("Ann")), Film.class)).isNull();
    assertThat(fail(joining, TestPart.of(1, new Cake(2)), Film.class)).isNull();
    assertThat(fail(joining, TestPart.of(2, new Guest("soup")), Film.class)).isNotNull();
  }

  private static Object key(Event event) {
    return switch (event) {
      case Food food -> food.dish();
      case Film film -> film.title();
      case Guest guest -> guest.name();
      default -> throw new IllegalArgumentException("no key");
    };
  }

  @Test
  void quorumSparesAsManyLossesAsItLeavesOut() {
    var joining =
        new Joining(
            Join.slots()
                .need(Wine.class, 3)
                .optional(Food.class)
                .quorum(2)
                .onFailure(WhenFailed.FAIL)
                .into((_, _) -> List.of()));
    joining.add(1, WINE);

    assertThat(fail(joining, TestPart.of(1, new Guest("")), Wine.class)).isNull();
    assertThat(fail(joining, TestPart.of(1, new Guest("")), Food.class)).isNull();
    var second = closedBy(fail(joining, TestPart.of(1, new Guest("")), Wine.class));

    assertThat(second.failures()).hasSize(2);
  }

  @Test
  void ofAsManyAsOneTellsTheLossesMatterWhenTheNumberIsKnown() {
    var joining = each(0);
    joining.add(1, WINE);
    assertThat(fail(joining, TestPart.of(1, new Guest("")), Wine.class)).isNull();

    assertThat(joining.complete(1, new Count(2)).closed()).isEqualTo(Closed.FAILED);
  }

  @Test
  void ofAsManyAsOneTellsTheOneThatTellsCannotBeSpared() {
    var joining = each(1);
    joining.add(1, WINE);

    assertThat(fail(joining, TestPart.of(1, new Guest("")), Count.class)).isNotNull();
  }

  @Test
  void ofAsManyAsOneTellsAQuorumSparesTheRest() {
    var joining = each(1);
    joining.add(1, new Count(2));

    assertThat(fail(joining, TestPart.of(1, new Guest("")), Wine.class)).isNull();
    assertThat(fail(joining, TestPart.of(1, new Guest("")), Wine.class)).isNotNull();
  }

  private static Joining each(int quorum) {
    var join = Join.each(Wine.class, Count.class, Count::guests).onFailure(WhenFailed.PARTIAL);
    return new Joining((quorum == 0 ? join : join.quorum(quorum)).into((_, _) -> new Plan("")));
  }

  @Test
  void joinThatWaitsAfterALossDoesNotStarveButItsNeighboursDo() {
    var joining = joining(WhenFailed.WAIT);
    joining.add(TestPart.of(RUN, 1, FOOD));
    joining.add(TestPart.of(RUN, 2, FOOD));
    assertThat(fail(joining, TestPart.of(RUN, 1, new Guest("")), Film.class)).isNull();

    JoinClosing starved = closedBy(joining.store.starve(RUN));
    assertThat(starved.correlationLow()).isEqualTo(2);
    assertThat(joining.store.starve(RUN)).isNull();

    JoinClosing late = closedBy(joining.add(TestPart.of(RUN, 1, FILM)));
    assertThat(late.closed()).isEqualTo(Closed.COMPLETE);
  }

  @Test
  void reopenedJoinKnowsNothingOfWhatWasLostBefore() {
    var joining =
        new Joining(
            Join.of(Food.class, Film.class)
                .onFailure(WhenFailed.PARTIAL)
                .onLate(WhenLate.REOPEN)
                .into((_, _) -> new Plan("")));
    joining.add(1, FOOD);
    fail(joining, TestPart.of(1, new Guest("")), Film.class);

    joining.add(1, FILM);

    assertThat(joining.complete(1, FOOD).closed()).isEqualTo(Closed.COMPLETE);
  }

  @Test
  void ofKeysWithoutAJoinOnlyTheLastTenThousandLossesAreRemembered() {
    var joining = joining(WhenFailed.PARTIAL);
    for (int i = 0; i <= 10_000; i++) {
      fail(joining, TestPart.of(i, new Guest("")), Film.class);
    }

    assertThat(joining.add(0, FOOD)).isNull();
    assertThat(joining.add(1, FOOD)).isNotNull();
  }

  private static JoinClosing closedBy(@Nullable JoinClosing closing) {
    return Objects.requireNonNull(closing, "no join has closed");
  }

  private static @Nullable JoinClosing fail(
      Joining joining, Arrival failed, Class<? extends Event> part) {
    return joining.store.fail(failed, "the critic fell asleep", Set.of(part)::contains);
  }

  private static Joining joining(WhenFailed policy) {
    return new Joining(
        Join.of(Food.class, Film.class).onFailure(policy).into((_, _) -> new Plan("")));
  }
}
