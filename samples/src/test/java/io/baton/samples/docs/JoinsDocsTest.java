package io.baton.samples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AgentContext;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.Closed;
import io.baton.agents.Join;
import io.baton.agents.Missing;
import io.baton.agents.Parts;
import io.baton.agents.WhenFailed;
import io.baton.agents.WhenLate;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.JoinTimedOut;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Film;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.samples.docs.EveningDocsTest.Evening.Plan;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What the page on agents shows and claims about joins. */
class JoinsDocsTest {
  private final Queue<Event> answers = new ConcurrentLinkedQueue<>();

  record Vote(String film) implements Event {}

  record Veto() implements Event {}

  record Verdict(int votes, boolean vetoed) implements Event {}

  record Menu(int courses) implements Event {}

  record Dinner(Menu menu, List<Food> courses) implements Event {}

  sealed interface AtTable extends Event {
    int table();
  }

  record Bill(int table, int cents) implements AtTable {}

  record Payment(int table) implements AtTable {}

  record Receipt(Bill bill) implements Event {}

  record Supper(Food food, List<Missing> missing) implements Event {}

  @Test
  void quorumOfSlotsIsEnough() throws Exception {
    // docs: slots
    AggregatorAgent jury =
        Join.slots()
            .need(Vote.class, 3)
            .quorum(2)
            .into((parts, _) -> List.of(new Verdict(parts.all(Vote.class).size(), false)));
    // end

    dispatch(jury, Verdict.class, new Vote("a"), new Vote("b"), new Vote("c"));

    assertThat(answers).containsExactly(new Verdict(2, false));
    assertThat(jury.counts().late()).isEqualTo(1);
  }

  @Test
  void numberOfPartsMayBeKnownOnlyAtRunTime() throws Exception {
    // docs: each
    AggregatorAgent dinner = Join.each(Food.class, Menu.class, Menu::courses).into(Dinner::new);
    // end

    dispatch(dinner, Dinner.class, new Food("soup"), new Menu(2), new Food("cake"));

    var courses = List.of(new Food("soup"), new Food("cake"));
    assertThat(answers).containsExactly(new Dinner(new Menu(2), courses));
  }

  @Test
  void joinByAKeyNeedsNoCorrelation() throws Exception {
    // docs: by
    AggregatorAgent till =
        Join.of(Bill.class, Payment.class)
            .by(part -> ((AtTable) part).table())
            .into((bill, _) -> new Receipt(bill));
    // end
    var router = new Router();
    router.on("till", till);
    router.listen(Receipt.class, "answers", answers::add);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Bill(1, 990));
      dispatcher.dispatch(new Payment(2));
      dispatcher.dispatch(new Payment(1));
      var report = dispatcher.awaitDrained(ofMinutes(1));

      assertThat(answers).containsExactly(new Receipt(new Bill(1, 990)));
      assertThat(report.openJoins()).isEqualTo(1);
    }
  }

  @Test
  void partialResultIsMadeOfWhatHasCome() throws Exception {
    AggregatorAgent planner =
        Join.of(Food.class, Film.class)
            .within(ofMillis(50))
            .orPartial((parts, _) -> List.of(new Supper(parts.get(Food.class), parts.missing())))
            .onLate(WhenLate.DEAD_LETTER)
            .into(Plan::new);
    var router = new Router();
    router.on("planner", planner);
    router.listen(Supper.class, "answers", answers::add);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var id = CorrelationId.of("table 7");
      dispatcher.dispatch(new Food("soup"), id);
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isZero();
      dispatcher.dispatch(new Film("late"), id);
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isEqualTo(1);
    }

    var missing = List.of(new Missing("Film", List.of()));
    assertThat(answers).containsExactly(new Supper(new Food("soup"), missing));
  }

  @Test
  void optionalPartIsTakenIfItComesInTime() throws Exception {
    // docs: optional
    AggregatorAgent jury =
        Join.slots()
            .need(Vote.class)
            .optional(Veto.class)
            .into((parts, _) -> List.of(new Verdict(1, parts.find(Veto.class).isPresent())));
    // end

    dispatch(jury, Verdict.class, new Veto(), new Vote("a"));
    dispatch(jury, Verdict.class, new Vote("a"), new Veto());

    assertThat(answers).containsExactly(new Verdict(1, true), new Verdict(1, false));
  }

  @Test
  void failureOfAnAgentClosesTheJoinAtOnce() throws Exception {
    // docs: failure
    AggregatorAgent planner =
        Join.of(Food.class, Film.class)
            .within(ofSeconds(30))
            .onFailure(WhenFailed.PARTIAL)
            .orPartial((parts, _) -> List.of(new Supper(parts.get(Food.class), parts.missing())))
            .into(Plan::new);
    // end
    var router = new Router();
    router.on(
        Ask.class, "cook", (ask, _) -> List.of(new Food(ask.mood())), o -> o.emits(Food.class));
    router.on(
        Ask.class,
        "critic",
        (_, _) -> {
          throw new IllegalStateException("no film today");
        },
        o -> o.emits(Film.class));
    router.on("planner", planner);
    router.listen(Supper.class, "answers", answers::add);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask("rainy"));
      assertThat(dispatcher.awaitDrained(ofSeconds(25)).drained()).isTrue();
    }

    var missing = List.of(new Missing("Film", List.of()));
    assertThat(answers).containsExactly(new Supper(new Food("rainy"), missing));
    assertThat(planner.counts().failed()).isEqualTo(1);
  }

  @Test
  void joinMakesOneEventOfSeveral() throws Exception {
    // docs: join
    AggregatorAgent planner = Join.of(Food.class, Film.class).into(Plan::new);
    // end

    dispatch(planner, Plan.class, new Film("Metropolis"), new Food("soup"));

    assertThat(answers).containsExactly(new Plan(new Food("soup"), new Film("Metropolis")));
  }

  @Test
  void joinOfARunClosesWhenNothingCanCompleteIt() throws Exception {
    var planner = Join.of(Food.class, Film.class).into(Plan::new);
    var router = new Router();
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.mood())));
    router.on("planner", planner);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var timedOut = dispatcher.ask(new Ask("rainy"), JoinTimedOut.class).get(ofSeconds(10));

      assertThat(timedOut)
          .isEqualTo(
              new JoinTimedOut("planner", List.<Event>of(new Food("rainy")), List.of("Film")));
    }
  }

  @Test
  void callerWaitsForAJoin() throws Exception {
    AggregatorAgent planner = Join.of(Food.class, Film.class).into(Plan::new);
    var router = new Router();
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food(ask.mood())));
    router.on(Ask.class, "critic", (ask, _) -> List.of(new Film(ask.mood())));
    router.on("planner", planner);
    router.listen(Plan.class, "answers", answers::add);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      // docs: await
      var id = CorrelationId.of("table 7");
      dispatcher.dispatch(new Ask("rainy"), id);
      Parts parts = planner.awaitJoined(id, ofSeconds(5));
      // end

      assertThat(parts.closed()).isEqualTo(Closed.COMPLETE);
      assertThat(parts.events()).containsExactly(new Food("rainy"), new Film("rainy"));
      Parts again = planner.awaitJoined(id, ofSeconds(5));
      assertThat(again.events()).isEqualTo(parts.events());
      Parts none = planner.awaitJoined(CorrelationId.of("table 8"), ofMillis(1));
      assertThat(none.closed()).isEqualTo(Closed.OPEN);
      assertThat(none.events()).isEmpty();
    }
  }

  // docs: own
  static final class Planner extends AggregatorAgent {
    Planner() {
      super(Join.of(Food.class, Film.class));
    }

    @Override
    protected List<? extends Event> joined(Parts parts, AgentContext context) {
      return parts.closed() == Closed.COMPLETE
          ? List.of(new Plan(parts.get(Food.class), parts.get(Film.class)))
          : parts.events(); // give back what has come
    }
  }

  // end

  @Test
  void joinOfOnesOwnSaysWhatItAnswers() throws Exception {
    dispatch(new Planner(), Plan.class, new Food("soup"), new Film("Metropolis"));

    assertThat(answers).containsExactly(new Plan(new Food("soup"), new Film("Metropolis")));
  }

  private void dispatch(AggregatorAgent join, Class<? extends Event> type, Event... parts)
      throws InterruptedException {
    var router = new Router();
    router.on("join", join);
    router.listen(type, "answers", answers::add);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var id = CorrelationId.of(List.of(parts).toString());
      for (var part : parts) {
        dispatcher.dispatch(part, id);
      }
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isZero();
    }
  }
}
