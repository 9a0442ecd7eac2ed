package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Plan;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.JoinTimedOut;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AggregatorAgentTest {

  private static final Food FOOD = new Food("soup");
  private static final Film FILM = new Film("Alien");

  @Test
  void answersAloneWhenTheLastPartComes() throws Exception {
    var agent = Join.of(Food.class, Film.class).into((food, _) -> new Plan(food.dish()));
    var food = Envelope.root(FOOD);

    assertThat(receive(agent, food)).isEmpty();
    assertThat(receive(agent, food)).isEmpty();
    assertThat(agent.open()).isEqualTo(1);
    assertThat(receive(agent, sibling(food, FILM))).isEqualTo(List.of(new Plan("soup")));
    assertThat(receive(agent, sibling(food, FILM))).isEmpty();
    assertThat(agent.open()).isZero();
  }

  @Test
  void answersAloneWithPartialResultsOfTheOldestWhereTooManyAreOpen() throws Exception {
    var agent = Join.of(Food.class, Film.class).maxOpen(1).into((_, _) -> new Plan(""));
    receive(agent, Envelope.root(FOOD));

    assertThat(receive(agent, Envelope.root(FILM)))
        .isEqualTo(List.of(new JoinTimedOut("detached", List.of(FOOD), List.of("Film"))));
  }

  @Test
  void partialResultWithoutAFunctionIsAJoinTimedOut() throws Exception {
    var joining = timed(join().into((_, _) -> new Plan("")));

    assertThat(Joining.answer(joining.store.expire(1)))
        .isEqualTo(List.of(new JoinTimedOut("planner", List.of(FOOD), List.of("Film"))));
  }

  @Test
  void partialResultGoesToItsFunction() throws Exception {
    var joining =
        timed(
            join()
                .orPartial((parts, _) -> List.of(parts.get(Food.class)))
                .into((_, _) -> new Plan("")));

    assertThat(Joining.answer(joining.store.expire(1))).isEqualTo(List.of(FOOD));
  }

  @Test
  void failingFunctionMayBeTriedAgainWithTheSameParts() throws Exception {
    var calls = new int[1];
    var joining =
        new Joining(
            join()
                .into((food, film) -> {
                  if (calls[0]++ == 0) {
                    throw new IOException("no paper");
                  }
                  return new Plan(food.dish() + film.title());
                }));
    joining.add(1, FOOD);
    JoinClosing closing = joining.complete(1, FILM);

    assertThatThrownBy(() -> Joining.answer(closing)).hasMessage("no paper");
    assertThat(Joining.answer(closing)).isEqualTo(List.of(new Plan("soupAlien")));
  }

  @Test
  @SuppressWarnings("NullAway") // what the test is about
  void functionThatAnswersNullIsToldSo() {
    var joining = new Joining(join().into((_, _) -> null));
    joining.add(1, FOOD);
    JoinClosing closing = joining.complete(1, FILM);

    assertThatThrownBy(() -> Joining.answer(closing))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a join's function answered null");
  }

  @Test
  void subclassMayAnswerSeveralEventsAndSeesPartialResults() throws Exception {
    var agent =
        new AggregatorAgent(join()) {
          @Override
          protected List<? extends Event> joined(Parts parts, AgentContext context) {
            return List.of(new Plan(parts.closed().name()), new Plan("" + parts.events().size()));
          }
        };
    var joining = timed(agent);
    joining.add(2, FOOD);

    assertThat(Joining.answer(joining.complete(2, FILM)))
        .isEqualTo(List.of(new Plan("COMPLETE"), new Plan("2")));
    assertThat(Joining.answer(joining.store.expire(1)))
        .isEqualTo(List.of(new Plan("TIMED_OUT"), new Plan("1")));
  }

  @Test
  void agentWithoutAFunctionSaysSo() {
    var joining = new Joining(new AggregatorAgent(join()) {});
    joining.add(1, FOOD);
    JoinClosing closing = joining.complete(1, FILM);

    assertThatThrownBy(() -> Joining.answer(closing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("join planner has no function: override joined, or use into");
  }

  private static JoinOf2<Food, Film> join() {
    return Join.of(Food.class, Film.class).within(Duration.ofNanos(1));
  }

  private static Joining timed(AggregatorAgent agent) {
    var joining = new Joining(agent);
    joining.add(1, FOOD);
    return joining;
  }

  private static List<? extends Event> receive(AggregatorAgent agent, Envelope envelope)
      throws Exception {
    var stage = agent.receiveAsync(envelope.event(), DetachedContext.of(envelope));
    return Objects.requireNonNull(stage.toCompletableFuture().join());
  }

  private static Envelope sibling(Envelope of, Event event) {
    var fresh = Envelope.root(event);
    return new Envelope(
        fresh.id(),
        of.correlationId(),
        fresh.causationId(),
        fresh.causes(),
        fresh.source(),
        fresh.time(),
        fresh.key(),
        1,
        fresh.deadline(),
        fresh.headers(),
        event);
  }
}
