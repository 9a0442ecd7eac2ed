package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.JoinObserver.Fate;
import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Guest;
import io.baton.agents.Meal.Plan;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoinSlotsTest {

  private static final Guest ANN = new Guest("Ann");
  private static final Guest BOB = new Guest("Bob");
  private static final Guest CID = new Guest("Cid");
  private static final Food FOOD = new Food("soup");
  private static final Film FILM = new Film("Alien");

  @Test
  void isCompleteWhenEachSlotHasItsCount() {
    var joining = joining(Join.slots().need(Guest.class, 2).need(Food.class));
    joining.add(1, ANN);
    joining.add(1, FOOD);
    assertThat(joining.add(1, FOOD)).isNull();

    JoinClosing closing = joining.complete(1, BOB);

    assertThat(closing.parts().events()).containsExactly(ANN, BOB, FOOD);
    assertThat(closing.event()).isEqualTo(ANN);
    assertThat(joining.seen.fates).containsExactly(Fate.SUPERFLUOUS);
  }

  @Test
  void optionalPartIsTakenIfItComesInTime() {
    var joining = joining(Join.slots().need(Guest.class).optional(Food.class));
    joining.add(1, FOOD);

    assertThat(joining.complete(1, ANN).parts().find(Food.class)).contains(FOOD);
    assertThat(joining.complete(2, ANN).parts().find(Food.class)).isEmpty();
    assertThat(joining.add(2, FOOD)).isNull();
    assertThat(joining.seen.fates).containsExactly(Fate.LATE);
  }

  @Test
  void quorumCountsNeededPartsOnly() {
    var joining =
        joining(Join.slots().need(Guest.class, 2).need(Film.class).optional(Food.class).quorum(2));
    joining.add(1, FOOD);
    joining.add(1, ANN);

    JoinClosing closing = joining.complete(1, FILM);

    assertThat(closing.parts().closed()).isEqualTo(Closed.COMPLETE);
    assertThat(Joining.missing(closing.parts())).containsExactly("Guest");
  }

  @Test
  void functionGetsPartialResultsToo() throws Exception {
    var agent =
        Join.slots()
            .need(Guest.class, 3)
            .within(Duration.ofNanos(1))
            .into((parts, _) -> List.of(new Plan(parts.toString())));
    var joining = new Joining(agent);
    joining.add(1, ANN);

    assertThat(Joining.answer(joining.store.expire(1)))
        .isEqualTo(
            List.of(
                new Plan("Parts[TIMED_OUT, events=[Guest[name=Ann]], missing=[Guest, Guest]]")));
  }

  @Test
  void functionForPartialResultsGoesFirst() throws Exception {
    var agent =
        Join.slots()
            .need(Guest.class, 3)
            .within(Duration.ofNanos(1))
            .orPartial((_, _) -> List.of(new Plan("partial")))
            .into((_, _) -> List.of(new Plan("whole")));
    var joining = new Joining(agent);
    joining.add(1, ANN);

    assertThat(Joining.answer(joining.store.expire(1))).isEqualTo(List.of(new Plan("partial")));
  }

  @Test
  void manyPartsOfOneSlotKeepTheirOrder() {
    var joining = joining(Join.slots().need(Food.class).need(Guest.class, 1_000));
    var guests = IntStream.range(0, 1_000).mapToObj(i -> new Guest("" + i)).toList();
    guests.forEach(guest -> joining.add(1, guest));

    JoinClosing closing = joining.complete(1, FOOD);

    assertThat(closing.parts().all(Guest.class)).isEqualTo(guests);
    assertThat(closing.causes()).hasSize(1_001).doesNotHaveDuplicates();
  }

  @Test
  void partsAreFoundByAnyTypeThatTheyHave() {
    var joining = joining(Join.slots().need(Guest.class, 2).need(Food.class));
    joining.add(1, FOOD);
    joining.add(1, ANN);
    Parts parts = joining.complete(1, CID).parts();

    assertThat(parts.all(Meal.class)).containsExactly(ANN, CID, FOOD);
    assertThat(parts.get(Guest.class)).isEqualTo(ANN);
    assertThat(parts.all(Film.class)).isEmpty();
    assertThat(parts.find(Event.class)).contains(ANN);
  }

  @Test
  void partThatHasNotComeIsNamed() {
    var joining = joining(Join.slots().need(Guest.class, 2).within(Duration.ofNanos(1)));
    joining.add(1, ANN);
    JoinClosing closing = Objects.requireNonNull(joining.store.expire(1));

    assertThatThrownBy(() -> closing.parts().get(Food.class))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("no Food has come; missing are [Guest]");
  }

  private static Joining joining(JoinSlots join) {
    return new Joining(join.into((_, _) -> List.of()));
  }
}
