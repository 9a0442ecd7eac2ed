package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Guest;
import io.baton.agents.Meal.Plan;
import io.baton.agents.Meal.Wine;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.EventId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes to a join without an id. */
@Timeout(60)
class FreshPartsTest {

  private final Joining join = attached(meal());

  @Test
  void completeTheirJoin() throws Exception {
    addFresh(1, new Food("bread"));
    addFresh(2, new Food("soup"));
    addFresh(1, new Wine("red"));
    var open = join.store.open();

    JoinClosing closing = addFresh(1, new Film("M"));

    assertThat(open).isEqualTo(2);
    assertThat(closing.closed()).isEqualTo(Closed.COMPLETE);
    assertThat(Joining.answer(closing)).isEqualTo(List.of(new Plan("bread, M, red")));
    assertThat(join.store.counts().completed()).isEqualTo(1);
    assertThat(join.store.open()).isEqualTo(1);
  }

  @Test
  void getIdsThatAreTheirOwnAndStay() {
    addFresh(1, new Wine("red"));
    addFresh(1, new Food("bread"));
    JoinClosing closing = addFresh(1, new Film("M"));

    var causes = closing.causes();

    assertThat(causes).hasSize(3).doesNotHaveDuplicates();
    assertThat(closing.causes()).isEqualTo(causes);
    assertThat(new EventId(closing.idHigh(), closing.idLow())).isEqualTo(causes.get(2));
  }

  @Test
  void haveTheSameIdsForAllWhoAskAtOnce() throws Exception {
    var closings = new ArrayList<JoinClosing>();
    for (int i = 0; i < 20_000; i++) {
      addFresh(i, new Food(""));
      addFresh(i, new Film(""));
      closings.add(addFresh(i, new Wine("")));
    }
    Callable<List<List<EventId>>> asking =
        () -> closings.stream().map(JoinClosing::causes).toList();

    List<List<List<EventId>>> answers = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(3)) {
      for (var answer : executor.invokeAll(List.of(asking, asking, asking))) {
        answers.add(answer.get());
      }
    }

    assertThat(new HashSet<>(answers)).hasSize(1);
    assertThat(answers.getFirst().stream().flatMap(List::stream).distinct()).hasSize(60_000);
  }

  @Test
  void joinWithPartsThatHaveIds() {
    addFresh(1, new Food("bread"));
    var wine = TestPart.of(1, new Wine("red"));

    var afterWine = join.add(wine);
    var film = tryFresh(1, new Film("M"));
    var last = TestPart.of(1, new Film("M"));
    var closing = Objects.requireNonNull(join.add(last));

    assertThat(afterWine).isNull();
    assertThat(film).as("which must get an id first").isNull();
    assertThat(closing.parts().events())
        .containsExactly(new Food("bread"), new Film("M"), new Wine("red"));
    assertThat(closing.causes())
        .hasSize(3)
        .doesNotHaveDuplicates()
        .endsWith(idOf(last), idOf(wine));
  }

  @Test
  void areLeftToTheLongWayWhereTheirSlotIsFullOrTheirJoinHasClosed() {
    addFresh(1, new Food("bread"));
    var superfluous = tryFresh(1, new Food("cake"));
    addFresh(1, new Wine("red"));
    addFresh(1, new Film("M"));
    var late = tryFresh(1, new Film("M"));

    assertThat(superfluous).isNull();
    assertThat(late).isNull();
    assertThat(join.add(1, new Wine("white"))).isNull();
    assertThat(join.store.counts().late()).isEqualTo(1);
    assertThat(join.store.counts().superfluous()).isZero();
    assertThat(join.store.open()).isZero();
  }

  @Test
  void areLeftToTheLongWayWhereAJoinIsClosedWithoutThem() {
    var bounded = attached(meal().maxOpen(1));
    bounded.add(1, new Food("bread"));
    bounded.add(2, new Food("soup"));
    var evicted = bounded.store.evict();

    var late = tryFresh(bounded, 1, new Wine("red"));
    var oneTooMany = tryFresh(bounded, 3, new Food("cake"));

    assertThat(evicted).isNotNull();
    assertThat(late).isNull();
    assertThat(oneTooMany).isNull();
    assertThat(bounded.store.open()).isEqualTo(1);
  }

  @Test
  void areLeftToTheLongWayWhileSomebodyWaits() throws Exception {
    var bells = new ArrayList<String>();
    join.store.attach(
        () -> {
          synchronized (bells) {
            bells.add("");
            bells.notifyAll();
          }
        },
        (_, _) -> List.of(),
        TestPart::newId);
    var parts = new ArrayList<Parts>();
    var waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var joined =
                    join.agent.awaitJoined(TestPart.correlation(1), Duration.ofSeconds(30));
                parts.add(joined);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    synchronized (bells) {
      while (bells.isEmpty()) {
        bells.wait();
      }
    }
    join.store.serve();

    var fresh = tryFresh(1, new Food("bread"));
    join.add(1, new Food("bread"));
    join.add(1, new Film("M"));
    join.add(1, new Wine("red"));
    waiting.join();

    assertThat(fresh).isNull();
    assertThat(parts).singleElement().satisfies(one -> assertThat(one.events()).hasSize(3));
  }

  @Test
  void belongToTheThreadThatOwnsTheJoin() {
    var nobodys = new Joining(meal().into((f, m, w) -> new Plan("")));

    assertThat(nobodys.store.addFresh(new Food("bread"), 0, new CorrelationId(0, 1))).isNull();
  }

  @Test
  void goOnlyWhereEachSlotTakesOnePartAndNothingElseIsToBeDone() {
    assertThat(slot(meal().into((_, _, _) -> new Plan("")))).isZero();
    assertThat(meal().into((_, _, _) -> new Plan("")).store().freshSlot(Wine.class)).isEqualTo(2);
    assertThat(meal().into((_, _, _) -> new Plan("")).store().freshSlot(Guest.class)).isEqualTo(-1);
    assertThat(slot(meal().by(Event::toString).into((_, _, _) -> new Plan("")))).isEqualTo(-1);
    assertThat(slot(meal().within(Duration.ofDays(1)).into((_, _, _) -> new Plan(""))))
        .isEqualTo(-1);
    assertThat(slot(meal().onFailure(WhenFailed.PARTIAL).into((_, _, _) -> new Plan(""))))
        .isEqualTo(-1);
    assertThat(slot(slots().need(Food.class).into((_, _) -> List.of()))).isZero();
    assertThat(slot(slots().need(Food.class, 2).into((_, _) -> List.of()))).isEqualTo(-1);
    assertThat(slot(slots().need(Food.class).optional(Wine.class).into((_, _) -> List.of())))
        .isEqualTo(-1);
    assertThat(slot(slots().need(Food.class).need(Wine.class).quorum(1).into((_, _) -> List.of())))
        .isEqualTo(-1);
    assertThat(slot(Join.each(Wine.class, Food.class, _ -> 1).into((_, _) -> new Plan(""))))
        .isEqualTo(-1);
  }

  private static EventId idOf(TestPart part) {
    return new EventId(part.idHigh(), part.idLow());
  }

  private static int slot(AggregatorAgent agent) {
    return agent.store().freshSlot(Food.class);
  }

  private static JoinSlots slots() {
    return Join.slots();
  }

  private static JoinOf3<Food, Film, Wine> meal() {
    return Join.of(Food.class, Film.class, Wine.class);
  }

  private static Joining attached(JoinOf3<Food, Film, Wine> meal) {
    var joining =
        new Joining(
            meal.into((food, film, wine) ->
                new Plan(food.dish() + ", " + film.title() + ", " + wine.grape())));
    joining.store.attach(() -> {}, (_, _) -> List.of(), TestPart::newId);
    return joining;
  }

  /** Adds a part, which must be taken; gives the join that has taken it. */
  private JoinClosing addFresh(long correlation, Event event) {
    return Objects.requireNonNull(tryFresh(correlation, event), "the part was not taken");
  }

  private @Nullable JoinClosing tryFresh(long correlation, Event event) {
    return tryFresh(join, correlation, event);
  }

  private static @Nullable JoinClosing tryFresh(Joining join, long correlation, Event event) {
    return join.store.addFresh(
        event, join.store.freshSlot(event.getClass()), new CorrelationId(0, correlation));
  }
}
