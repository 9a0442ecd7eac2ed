package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.JoinObserver.Fate;
import io.baton.agents.Meal.Cake;
import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Ice;
import io.baton.agents.Meal.Plan;
import io.baton.agents.Meal.Sweet;
import io.baton.agents.Meal.Wine;
import io.baton.events.EventId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JoinStoreTest {

  private static final Food FOOD = new Food("soup");
  private static final Film FILM = new Film("Alien");
  private static final Wine WINE = new Wine("Riesling");

  @Test
  void isCompleteOnlyWhenEachNeededSlotIsFilled() {
    var joining = three();

    assertThat(joining.add(1, FOOD)).isNull();
    assertThat(joining.add(1, WINE)).isNull();
    JoinClosing closing = joining.complete(1, FILM);

    assertThat(closing.parts().events()).containsExactly(FOOD, FILM, WINE);
    assertThat(closing.parts().closed()).isEqualTo(Closed.COMPLETE);
    assertThat(closing.parts().missing()).isEmpty();
    assertThat(joining.store.open()).isZero();
  }

  @Test
  void anyOrderOfArrivalGivesTheSameResult() {
    for (var order : Joining.permutations(List.of(FOOD, FILM, WINE))) {
      var joining = three();

      joining.add(1, order.get(0));
      joining.add(1, order.get(1));

      assertThat(joining.complete(1, order.get(2)).parts().events())
          .containsExactly(FOOD, FILM, WINE);
    }
  }

  @Test
  void interleavedCorrelationsNeverMix() {
    var joining = three();
    var parts = new ArrayList<TestPart>();
    for (int i = 0; i < 1_000; i++) {
      parts.add(TestPart.of(i, new Food("" + i)));
      parts.add(TestPart.of(i, new Film("" + i)));
      parts.add(TestPart.of(i, new Wine("" + i)));
    }
    Collections.shuffle(parts, new Random(7));

    int closed = 0;
    for (var part : parts) {
      JoinClosing closing = joining.add(part);
      if (closing != null) {
        closed++;
        String name = "" + closing.correlationLow();
        assertThat(closing.parts().events())
            .containsExactly(new Food(name), new Film(name), new Wine(name));
      }
    }

    assertThat(closed).isEqualTo(1_000);
    assertThat(joining.store.open()).isZero();
    assertThat(joining.seen.opened).hasSize(1_000);
  }

  @Test
  void repeatedPartIsDroppedAsDuplicateWhetherTheJoinIsOpenOrClosed() {
    var joining = three();
    var food = TestPart.of(1, FOOD);
    joining.add(food);

    assertThat(joining.add(food)).isNull();
    joining.add(1, FILM);
    joining.add(1, WINE);
    assertThat(joining.add(food)).isNull();

    assertThat(joining.seen.fates).containsExactly(Fate.DUPLICATE, Fate.DUPLICATE);
    assertThat(joining.store.open()).isZero();
  }

  @Test
  void secondPartOfAFullSlotIsSuperfluousAndTheFirstIsKept() {
    var joining = three();
    joining.add(1, FOOD);

    assertThat(joining.add(1, new Food("salad"))).isNull();
    joining.add(1, FILM);

    assertThat(joining.seen.fates).containsExactly(Fate.SUPERFLUOUS);
    assertThat(joining.complete(1, WINE).parts().get(Food.class)).isEqualTo(FOOD);
  }

  @Test
  void partAfterTheClosingIsLate() {
    var joining = three();
    complete(joining, 1);

    assertThat(joining.add(1, new Wine("Merlot"))).isNull();

    assertThat(joining.seen.fates).containsExactly(Fate.LATE);
    assertThat(joining.store.onLate()).isEqualTo(WhenLate.DROP);
    assertThat(joining.store.open()).isZero();
  }

  @Test
  void latePartReopensTheJoinWhereToldTo() {
    var joining = two(WhenLate.REOPEN);
    joining.add(1, FOOD);
    assertThat(joining.complete(1, FILM).firing()).isZero();

    joining.add(1, new Food("salad"));
    JoinClosing second = joining.complete(1, FILM);

    assertThat(second.firing()).isEqualTo(1);
    assertThat(second.parts().get(Food.class)).isEqualTo(new Food("salad"));
    assertThat(joining.store.reopened()).isEqualTo(1);
    assertThat(joining.seen.opened).hasSize(2);
  }

  @Test
  void repeatedPartNeverReopensAJoin() {
    var joining = two(WhenLate.REOPEN);
    var food = TestPart.of(1, FOOD);
    joining.add(food);
    joining.add(1, FILM);

    assertThat(joining.add(food)).isNull();

    assertThat(joining.seen.fates).containsExactly(Fate.DUPLICATE);
    assertThat(joining.store.open()).isZero();
  }

  @Test
  void slotOfASealedParentTakesEachOfItsChildren() {
    var joining =
        new Joining(Join.of(Food.class, Sweet.class).into((_, sweet) -> new Plan("" + sweet)));
    joining.add(1, FOOD);
    joining.add(2, FOOD);

    assertThat(joining.complete(1, new Cake(2)).parts().get(Sweet.class)).isEqualTo(new Cake(2));
    assertThat(joining.complete(2, new Ice("nut")).parts().get(Ice.class))
        .isEqualTo(new Ice("nut"));
  }

  @Test
  void closingBearsTheFactsOfItsParts() {
    var joining = three();
    var film = TestPart.of(5, FILM).withHops(2).withDeadline(300);
    var food = TestPart.of(5, FOOD).withHops(4).withDeadline(100);
    var wine = TestPart.of(5, WINE).withHops(1).withDeadline(200);

    joining.add(film);
    joining.add(food);
    var closing = Objects.requireNonNull(joining.add(wine));

    assertThat(closing.event()).isEqualTo(FILM);
    assertThat(closing.idLow()).isEqualTo(film.idLow());
    assertThat(closing.correlationLow()).isEqualTo(5);
    assertThat(closing.hops()).isEqualTo(4);
    assertThat(closing.deadlineMillis()).isEqualTo(100);
    assertThat(closing.owner()).isNull();
    assertThat(closing.causes())
        .containsExactly(
            new EventId(food.idHigh(), food.idLow()),
            new EventId(film.idHigh(), film.idLow()),
            new EventId(wine.idHigh(), wine.idLow()));
  }

  @Test
  void keyIsTheSameWhicheverPartComesLast() {
    var one = three();
    var other = three();
    one.add(3, FOOD);
    one.add(3, FILM);
    other.add(3, WINE);
    other.add(3, FILM);

    assertThat(one.complete(3, WINE).key()).isEqualTo(other.complete(3, FOOD).key());
  }

  @Test
  void eventWithoutASlotIsRefused() {
    var joining = three();

    assertThatThrownBy(() -> joining.add(1, new Cake(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this join has no slot for Cake, but only for [Food, Film, Wine]");
    assertThat(joining.store.open()).isZero();
  }

  private static Joining three() {
    return new Joining(Join.of(Food.class, Film.class, Wine.class).into((_, _, _) -> new Plan("")));
  }

  private static Joining two(WhenLate fate) {
    return new Joining(Join.of(Food.class, Film.class).onLate(fate).into((_, _) -> new Plan("")));
  }

  private static void complete(Joining joining, long correlation) {
    joining.add(correlation, FOOD);
    joining.add(correlation, FILM);
    joining.complete(correlation, WINE);
  }
}
