package io.baton.samples.programs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.BatchAgent;
import io.baton.agents.Join;
import io.baton.agents.Missing;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import io.baton.samples.programs.Evening.Ask;
import io.baton.samples.programs.Evening.Film;
import io.baton.samples.programs.Evening.Food;
import io.baton.samples.programs.Evening.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Joins of several kinds on one router, an agent that asks, and a batch of any event. */
class VotesTest {

  sealed interface Outcome extends Event {
    record Yes(String why) implements Outcome {}

    record No(String why) implements Outcome {}
  }

  record Vote(boolean yes) implements Event {}

  private final AggregatorAgent planner =
      Join.of(Food.class, Film.class).into((food, film) -> new Plan(food.dish(), film.title()));

  @Test
  void oneVoteOfThreeDecidesNothing() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      Outcome outcome = dispatcher.ask(new Vote(true), Outcome.class).get(ofSeconds(10));

      assertThat(
              switch (outcome) {
                case Outcome.Yes(var why) -> why;
                case Outcome.No(var why) -> why;
              })
          .isEqualTo("less");
    }
  }

  @Test
  void whoeverWaitsForAJoinIsToldWhatIsMissing() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      var run = dispatcher.run(new Food("soup"));
      var parts = planner.awaitJoined(run.correlationId(), ofSeconds(10));

      assertThat(parts.missing()).extracting(Missing::slot).containsExactly("Film");
      assertThat(parts.find(Film.class)).isEmpty();
    }
  }

  @Test
  void anEventIsHandledAloneAndInABatch() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      var report = dispatcher.run(new Ask("hungry")).await(ofSeconds(20));

      assertThat(report.deadLetters())
          .singleElement()
          .satisfies(letter -> assertThat(letter.agent()).isEqualTo("nested"))
          .satisfies(letter -> assertThat(letter.cause().message()).contains("no Plan"));
      assertThat(report.handled()).as("the batch, at least").isPositive();
    }
  }

  private Router router() {
    var router = new Router();
    router.on("planner", planner, o -> o.emits(Plan.class));
    router.on(
        "votes",
        Join.slots()
            .need(Vote.class, 3)
            .optional(Food.class)
            .within(ofSeconds(1))
            .into((parts, context) -> {
              context.trace("closed by " + parts.closed());
              long yes = parts.all(Vote.class).stream().filter(Vote::yes).count();
              return List.of(yes > 1 ? new Outcome.Yes("2 of 3") : new Outcome.No("less"));
            }));
    router.on(
        "all",
        Join.of(Food.class, Film.class)
            .intoAll((_, _, _) -> List.of(new Plan("", ""), new Vote(true))));
    router.on(
        Ask.class,
        "nested",
        (ask, context) -> List.of(context.ask(new Food(ask.mood()), Plan.class).get(ofSeconds(1))));
    BatchAgent<Event> any = batch -> batch.forEach(item -> item.answer());
    router.onBatch(Ask.class, "any", 4, ofMillis(1), any);
    return router;
  }
}
