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
import io.baton.events.Event;
import io.baton.events.EventId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JoinStoreTest {

  private static final Food FOOD = new Food("soup");
  private static final Film FILM = new Film("Alien");
  private static final Wine WINE = new Wine("Riesling");

  private final Seen seen = new Seen();

  @Test
  void isCompleteOnlyWhenEachNeededSlotIsFilled() {
    var store = three().store();

    assertThat(add(store, 1, FOOD)).isNull();
    assertThat(add(store, 1, WINE)).isNull();
    JoinClosing closing = completed(store, 1, FILM);

    assertThat(closing.parts().events()).containsExactly(FOOD, FILM, WINE);
    assertThat(closing.parts().closed()).isEqualTo(Closed.COMPLETE);
    assertThat(closing.parts().missing()).isEmpty();
    assertThat(store.open()).isZero();
  }

  @Test
  void anyOrderOfArrivalGivesTheSameResult() {
    for (var order : permutations(List.of(FOOD, FILM, WINE))) {
      var store = three().store();

      add(store, 1, order.get(0));
      add(store, 1, order.get(1));

      assertThat(completed(store, 1, order.get(2)).parts().events())
          .containsExactly(FOOD, FILM, WINE);
    }
  }

  @Test
  void interleavedCorrelationsNeverMix() {
    var store = three().store();
    var parts = new ArrayList<TestPart>();
    for (int i = 0; i < 1_000; i++) {
      parts.add(TestPart.of(i, new Food("" + i)));
      parts.add(TestPart.of(i, new Film("" + i)));
      parts.add(TestPart.of(i, new Wine("" + i)));
    }
    Collections.shuffle(parts, new Random(7));

    int closed = 0;
    for (var part : parts) {
      JoinClosing closing = store.add(part, 0, seen);
      if (closing != null) {
        closed++;
        String name = "" + closing.correlationLow();
        assertThat(closing.parts().events())
            .containsExactly(new Food(name), new Film(name), new Wine(name));
      }
    }

    assertThat(closed).isEqualTo(1_000);
    assertThat(store.open()).isZero();
    assertThat(seen.opened).hasSize(1_000);
  }

  @Test
  void repeatedPartIsDroppedAsDuplicateWhetherTheJoinIsOpenOrClosed() {
    var store = three().store();
    var food = TestPart.of(1, FOOD);
    store.add(food, 0, seen);

    assertThat(store.add(food, 0, seen)).isNull();
    add(store, 1, FILM);
    add(store, 1, WINE);
    assertThat(store.add(food, 0, seen)).isNull();

    assertThat(seen.fates).containsExactly(Fate.DUPLICATE, Fate.DUPLICATE);
    assertThat(store.open()).isZero();
  }

  @Test
  void secondPartOfAFullSlotIsSuperfluousAndTheFirstIsKept() {
    var store = three().store();
    add(store, 1, FOOD);

    assertThat(add(store, 1, new Food("salad"))).isNull();
    add(store, 1, FILM);

    assertThat(seen.fates).containsExactly(Fate.SUPERFLUOUS);
    assertThat(completed(store, 1, WINE).parts().get(Food.class)).isEqualTo(FOOD);
  }

  @Test
  void partAfterTheClosingIsLate() {
    var store = three().store();
    complete(store, 1);

    assertThat(add(store, 1, new Wine("Merlot"))).isNull();

    assertThat(seen.fates).containsExactly(Fate.LATE);
    assertThat(store.onLate()).isEqualTo(WhenLate.DROP);
    assertThat(store.open()).isZero();
  }

  @Test
  void latePartReopensTheJoinWhereToldTo() {
    var join = Join.of(Food.class, Film.class).onLate(WhenLate.REOPEN);
    var store = join.into((_, _) -> new Plan("")).store();
    add(store, 1, FOOD);
    assertThat(completed(store, 1, FILM).firing()).isZero();

    add(store, 1, new Food("salad"));
    JoinClosing second = completed(store, 1, FILM);

    assertThat(second.firing()).isEqualTo(1);
    assertThat(second.parts().get(Food.class)).isEqualTo(new Food("salad"));
    assertThat(store.reopened()).isEqualTo(1);
    assertThat(seen.opened).hasSize(2);
  }

  @Test
  void repeatedPartNeverReopensAJoin() {
    var join = Join.of(Food.class, Film.class).onLate(WhenLate.REOPEN);
    var store = join.into((_, _) -> new Plan("")).store();
    var food = TestPart.of(1, FOOD);
    store.add(food, 0, seen);
    add(store, 1, FILM);

    assertThat(store.add(food, 0, seen)).isNull();

    assertThat(seen.fates).containsExactly(Fate.DUPLICATE);
    assertThat(store.open()).isZero();
  }

  @Test
  void slotOfASealedParentTakesEachOfItsChildren() {
    var store = Join.of(Food.class, Sweet.class).into((_, sweet) -> new Plan("" + sweet)).store();
    add(store, 1, FOOD);
    add(store, 2, FOOD);

    assertThat(completed(store, 1, new Cake(2)).parts().get(Sweet.class)).isEqualTo(new Cake(2));
    assertThat(completed(store, 2, new Ice("nut")).parts().get(Ice.class))
        .isEqualTo(new Ice("nut"));
  }

  @Test
  void closingBearsTheFactsOfItsParts() {
    var store = three().store();
    var film = TestPart.of(5, FILM).withHops(2).withDeadline(300);
    var food = TestPart.of(5, FOOD).withHops(4).withDeadline(100);
    var wine = TestPart.of(5, WINE).withHops(1).withDeadline(200);

    store.add(film, 0, seen);
    store.add(food, 0, seen);
    var closing = Objects.requireNonNull(store.add(wine, 0, seen));

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
    var one = three().store();
    var other = three().store();
    add(one, 3, FOOD);
    add(one, 3, FILM);
    add(other, 3, WINE);
    add(other, 3, FILM);

    assertThat(completed(one, 3, WINE).key()).isEqualTo(completed(other, 3, FOOD).key());
  }

  @Test
  void eventWithoutASlotIsRefused() {
    var store = three().store();

    assertThatThrownBy(() -> add(store, 1, new Cake(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this join has no slot for Cake, but only for [Food, Film, Wine]");
    assertThat(store.open()).isZero();
  }

  private static AggregatorAgent three() {
    return Join.of(Food.class, Film.class, Wine.class).into((_, _, _) -> new Plan(""));
  }

  private void complete(JoinStore store, long correlation) {
    add(store, correlation, FOOD);
    add(store, correlation, FILM);
    completed(store, correlation, WINE);
  }

  private @Nullable JoinClosing add(JoinStore store, long correlation, Event event) {
    return store.add(TestPart.of(correlation, event), 0, seen);
  }

  private JoinClosing completed(JoinStore store, long correlation, Event event) {
    return Objects.requireNonNull(add(store, correlation, event));
  }

  private static List<List<Event>> permutations(List<Event> events) {
    if (events.isEmpty()) {
      return List.of(List.of());
    }
    var all = new ArrayList<List<Event>>();
    for (var event : events) {
      var rest = new ArrayList<>(events);
      rest.remove(event);
      for (var permutation : permutations(rest)) {
        var whole = new ArrayList<>(permutation);
        whole.add(event);
        all.add(whole);
      }
    }
    return all;
  }
}
