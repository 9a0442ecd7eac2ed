package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Meal.Cake;
import io.baton.agents.Meal.Count;
import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Guest;
import io.baton.agents.Meal.Music;
import io.baton.agents.Meal.Plan;
import io.baton.agents.Meal.Sweet;
import io.baton.agents.Meal.Wine;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JoinTest {

  record Box<T>(T content) implements Event {}

  @Test
  void eachNumberOfPartsHasItsFunction() throws Exception {
    var two = Join.of(Food.class, Film.class).into((a, b) -> plan(a, b));
    var three = Join.of(Food.class, Film.class, Wine.class).into((a, b, c) -> plan(a, b, c));
    var four =
        Join.of(Food.class, Film.class, Wine.class, Music.class)
            .into((a, b, c, d) -> plan(a, b, c, d));
    var five =
        Join.of(Food.class, Film.class, Wine.class, Music.class, Guest.class)
            .into((a, b, c, d, e) -> plan(a, b, c, d, e));

    assertThat(answerOfAll(two, 2)).isEqualTo(List.of(plan(EVENTS, 2)));
    assertThat(answerOfAll(three, 3)).isEqualTo(List.of(plan(EVENTS, 3)));
    assertThat(answerOfAll(four, 4)).isEqualTo(List.of(plan(EVENTS, 4)));
    assertThat(answerOfAll(five, 5)).isEqualTo(List.of(plan(EVENTS, 5)));
  }

  @Test
  void intoAllAnswersAnyNumberOfEvents() throws Exception {
    var two = Join.of(Food.class, Film.class).intoAll((a, b, _) -> List.of(a, b));
    var three = Join.of(Food.class, Film.class, Wine.class).intoAll((_, _, _, _) -> List.of());
    var four =
        Join.of(Food.class, Film.class, Wine.class, Music.class)
            .intoAll((a, _, _, d, _) -> List.of(d, a));
    var five =
        Join.of(Food.class, Film.class, Wine.class, Music.class, Guest.class)
            .intoAll((_, _, _, _, e, context) -> List.of(e, new Plan(context.agentName())));

    assertThat(answerOfAll(two, 2)).isEqualTo(EVENTS.subList(0, 2));
    assertThat(answerOfAll(three, 3)).isEmpty();
    assertThat(answerOfAll(four, 4)).isEqualTo(List.of(EVENTS.get(3), EVENTS.get(0)));
    assertThat(answerOfAll(five, 5)).isEqualTo(List.of(EVENTS.get(4), new Plan("planner")));
  }

  @Test
  void descriptionIsImmutableAndMayBeUsedForSeveralAgents() {
    var join = Join.of(Food.class, Film.class);
    var plain = join.into((_, _) -> new Plan(""));
    var timed = join.within(Duration.ofSeconds(1)).into((_, _) -> new Plan(""));

    plain.store().add(TestPart.of(1, new Food("")), 0, new Seen());

    assertThat(plain.store().isTimed()).isFalse();
    assertThat(timed.store().isTimed()).isTrue();
    assertThat(timed.open()).isZero();
  }

  @Test
  void agentAcceptsTheTypesOfItsSlotsInTheirOrder() {
    var agent = Join.slots().need(Film.class, 2).optional(Food.class).into((_, _) -> List.of());

    assertThat(agent.accepts()).containsExactly(Film.class, Food.class);
    assertThat(agent.emits()).isEmpty();
    assertThat(agent.ordering()).isEqualTo(Ordering.NONE);
  }

  @Test
  void sameTypeTwiceIsRefusedWithAWayOut() {
    refused(
        () -> Join.of(Food.class, Food.class),
        "two slots have the type Food: for several parts of one type use"
            + " slots().need(Food.class, 2)");
    refused(
        () -> Join.slots().need(Food.class).optional(Food.class),
        "two slots have the type Food: for several parts of one type use"
            + " slots().need(Food.class, 2)");
  }

  @Test
  void overlappingTypesAreRefusedWithAWayOut() {
    String message =
        "the slots %s and %s overlap: an event can be both; for several parts of one type use"
            + " slots().need(Sweet.class, 2)";

    refused(() -> Join.of(Cake.class, Sweet.class), message.formatted("Cake", "Sweet"));
    refused(() -> Join.of(Sweet.class, Food.class, Cake.class), message.formatted("Sweet", "Cake"));
    refused(() -> Join.each(Cake.class, Sweet.class, _ -> 1), message.formatted("Sweet", "Cake"));
  }

  @Test
  void genericTypeIsRefused() {
    refused(
        () -> Join.of(Box.class, Food.class),
        "a slot's type must not be generic, since its type argument is lost, but is Box");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    refused(
        () -> Join.slots().need(Food.class, 0),
        "the count of slot Food must be from 1 to 100000, but is 0");
    refused(
        () -> Join.slots().need(Food.class, 100_001),
        "the count of slot Food must be from 1 to 100000, but is 100001");
    refused(
        () -> Join.each(Guest.class, Count.class, Count::guests).quorum(0),
        "quorum must be at least 1, but is 0");
    refused(() -> Join.slots().quorum(-1), "quorum must be at least 1, but is -1");
    refused(
        () -> Join.slots().need(Food.class, 2).quorum(3).into((_, _) -> List.of()),
        "quorum must be at most the number of needed parts, 2, but is 3");
    refused(
        () -> Join.slots().optional(Food.class).into((_, _) -> List.of()),
        "a join must need at least one part: call need(...)");
  }

  @Test
  void limitsThatAreNotPositiveAreRefused() {
    var join = Join.of(Food.class, Film.class);

    refused(
        () -> join.within(Duration.ZERO), "the time limit of a join must be positive, but is PT0S");
    refused(() -> join.maxOpen(0), "maxOpen must be at least 1, but is 0");
  }

  @Test
  @SuppressWarnings("NullAway") // what the test is about
  void keyOfNullIsRefused() {
    var joining =
        new Joining(Join.of(Food.class, Film.class).by(_ -> null).into((_, _) -> new Plan("")));

    refused(
        () -> joining.add(1, new Food("soup")),
        "the function given to by(...) gave null for a Food");
    assertThat(joining.store.open()).isZero();
  }

  private static final List<Meal> EVENTS =
      List.of(
          new Food("soup"),
          new Film("Alien"),
          new Wine("Merlot"),
          new Music("Bach"),
          new Guest("A"));

  private static List<? extends Event> answerOfAll(AggregatorAgent agent, int parts)
      throws Exception {
    var joining = new Joining(agent);
    for (int i = parts - 1; i > 0; i--) {
      joining.add(1, EVENTS.get(i));
    }
    return Joining.answer(joining.complete(1, EVENTS.get(0)));
  }

  private static Plan plan(List<Meal> events, int parts) {
    return plan(events.subList(0, parts).toArray(Event[]::new));
  }

  private static Plan plan(Event... events) {
    return new Plan(List.of(events).toString());
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
