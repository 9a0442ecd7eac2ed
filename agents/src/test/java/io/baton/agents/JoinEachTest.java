package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.JoinObserver.Fate;
import io.baton.agents.Meal.Count;
import io.baton.agents.Meal.Guest;
import io.baton.agents.Meal.Plan;
import io.baton.events.Event;
import io.baton.events.JoinTimedOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinEachTest {

  private static final Guest ANN = new Guest("Ann");
  private static final Guest BOB = new Guest("Bob");
  private static final Guest CID = new Guest("Cid");

  @Test
  void isCompleteWhenAsManyHaveComeAsTheOneTells() throws Exception {
    for (var order : Joining.permutations(List.of(ANN, new Count(2), BOB))) {
      var joining = joining(join());

      assertThat(joining.add(1, order.get(0))).isNull();
      assertThat(joining.add(1, order.get(1))).isNull();
      JoinClosing closing = joining.complete(1, order.get(2));

      assertThat(closing.parts().all(Guest.class)).containsExactlyInAnyOrder(ANN, BOB);
      assertThat(closing.parts().events().getFirst()).isEqualTo(new Count(2));
      assertThat(closing.causes()).hasSize(3);
    }
  }

  @Test
  void partsAreInTheOrderOfArrival() throws Exception {
    var joining = joining(join());
    joining.add(1, CID);
    joining.add(1, new Count(3));
    joining.add(1, ANN);

    assertThat(Joining.answer(joining.complete(1, BOB))).isEqualTo(List.of(plan(CID, ANN, BOB)));
  }

  @Test
  void countOfZeroIsCompleteAtOnce() throws Exception {
    var joining = joining(join());

    assertThat(Joining.answer(joining.complete(1, new Count(0)))).isEqualTo(List.of(plan()));
  }

  @Test
  void partsBeyondTheCountAreSuperfluousAlsoIfTheyCameBeforeIt() {
    var joining = joining(join());
    joining.add(1, ANN);
    joining.add(1, BOB);
    var surplus = TestPart.of(1, CID);
    joining.add(surplus);

    JoinClosing closing = joining.complete(1, new Count(2));

    assertThat(closing.parts().all(Guest.class)).containsExactly(ANN, BOB);
    assertThat(closing.causes()).hasSize(3);
    assertThat(joining.seen.fates).containsExactly(Fate.SUPERFLUOUS);
    assertThat(joining.seen.dropped.getFirst().event()).isEqualTo(CID);
    assertThat(joining.seen.dropped.getFirst().idLow()).isEqualTo(surplus.idLow());
  }

  @Test
  void secondCountIsSuperfluous() {
    var joining = joining(join());
    joining.add(1, new Count(2));
    joining.add(1, new Count(1));
    joining.add(1, ANN);

    assertThat(joining.seen.fates).containsExactly(Fate.SUPERFLUOUS);
    assertThat(joining.store.open()).isEqualTo(1);
  }

  @Test
  void quorumIsEnoughAndTheRestIsNamedAsMissing() {
    var joining = joining(join().quorum(2));
    joining.add(1, ANN);
    joining.add(1, BOB);

    JoinClosing closing = joining.complete(1, new Count(4));

    assertThat(closing.parts().closed()).isEqualTo(Closed.COMPLETE);
    assertThat(Joining.missing(closing.parts())).containsExactly("Guest", "Guest");
  }

  @Test
  void quorumAboveTheCountIsTheCount() {
    var joining = joining(join().quorum(5));
    joining.add(1, new Count(1));

    assertThat(joining.complete(1, ANN).parts().missing()).isEmpty();
  }

  @Test
  void partialResultNamesWhatIsMissing() throws Exception {
    var joining = joining(join().within(Duration.ofNanos(1)));
    joining.add(1, ANN);
    joining.add(1, new Count(3));
    joining.add(2, BOB);

    assertThat(Joining.answer(joining.store.expire(1)))
        .isEqualTo(
            List.of(
                new JoinTimedOut(
                    "planner", List.of(new Count(3), ANN), List.of("Guest", "Guest"))));
    assertThat(Joining.answer(joining.store.expire(1)))
        .isEqualTo(List.of(new JoinTimedOut("planner", List.of(BOB), List.of("Count"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1_000_001, Integer.MAX_VALUE})
  void countBeyondTheBoundsIsTheFailureOfThatPartOnly(int count) {
    var joining = joining(join());
    joining.add(1, ANN);

    assertThatThrownBy(() -> joining.add(1, new Count(count)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the count of Guest that Count tells must be from 0 to 1000000, but is " + count);
    assertThat(joining.complete(1, new Count(1)).parts().all(Guest.class)).containsExactly(ANN);
  }

  @Test
  void thousandsOfPartsInAnyOrderAndEachTwiceAreJoinedOnce() {
    var joining = joining(join());
    var parts = new ArrayList<TestPart>();
    IntStream.range(0, 5_000).forEach(i -> parts.add(TestPart.of(1, new Guest("" + i))));
    var twice = new ArrayList<>(parts);
    twice.addAll(parts);
    Collections.shuffle(twice, new Random(3));
    twice.forEach(joining::add);

    JoinClosing closing = joining.complete(1, new Count(5_000));

    assertThat(closing.parts().all(Guest.class)).hasSize(5_000).doesNotHaveDuplicates();
    assertThat(closing.causes()).doesNotHaveDuplicates();
    assertThat(joining.seen.fates).hasSize(5_000).containsOnly(Fate.DUPLICATE);
  }

  private static JoinEach<Guest, Count> join() {
    return Join.each(Guest.class, Count.class, Count::guests);
  }

  private static Joining joining(JoinEach<Guest, Count> join) {
    return new Joining(join.into((_, guests) -> plan(guests.toArray(Event[]::new))));
  }

  private static Plan plan(Event... events) {
    return new Plan(List.of(events).toString());
  }
}
