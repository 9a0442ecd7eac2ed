package io.baton.samples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Agent;
import io.baton.agents.Call;
import io.baton.agents.DetachedContext;
import io.baton.agents.Gather;
import io.baton.agents.Gathered;
import io.baton.agents.Outcome.Cancelled;
import io.baton.agents.Outcome.Failed;
import io.baton.agents.Outcome.Ok;
import io.baton.agents.Outcome.TimedOut;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Film;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.samples.docs.EveningDocsTest.Evening.Plan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What the page on gather shows. */
class GatherDocsTest {
  private static final ScopedValue<String> TENANT = ScopedValue.newInstance();

  @Test
  void threeWaysToCall() {
    // docs: ways
    List<Integer> squares = Gather.map(x -> x * x, List.of(1, 2, 3)).orThrow();

    Call<String, Food> cook = Call.named("cook", mood -> new Food("soup for " + mood));
    Call<String, Film> critic = Call.named("critic", mood -> new Film("film for " + mood));
    List<Record> evening = Gather.<String, Record>broadcast("rainy", cook, critic).orThrow();

    List<Integer> sums = Gather.<Integer>scatter(() -> 1 + 2, () -> 2 * 3).orThrow();
    // end

    assertThat(squares).containsExactly(1, 4, 9);
    assertThat(evening).containsExactly(new Food("soup for rainy"), new Film("film for rainy"));
    assertThat(sums).containsExactly(3, 6);
  }

  @Test
  void eachCallHasItsOutcome() {
    var log = new ArrayList<String>();
    // docs: outcomes
    Gathered<Integer> gathered =
        Gather.map(Integer::parseInt, List.of("1", "two", "3"))
            .concurrency(8)
            .timeout(ofSeconds(5))
            .await();
    for (var outcome : gathered) {
      log.add(
          switch (outcome) {
            case Ok<Integer> ok -> "gave " + ok.value();
            case Failed<Integer> failed -> "failed: " + failed.cause().getMessage();
            case TimedOut<Integer> late -> "took longer than " + late.limit();
            case Cancelled<Integer> cancelled -> "cancelled: " + cancelled.why();
          });
    }
    // end

    assertThat(log).containsExactly("gave 1", "failed: For input string: \"two\"", "gave 3");
  }

  @Test
  void enoughAnswersAreEnough() {
    // docs: quorum
    List<String> firstTwo =
        Gather.scatter(() -> "left", () -> asLongAsItTakes(), () -> "right")
            .quorum(2)
            .cancelRest()
            .orThrow();
    // end

    assertThat(firstTwo).containsExactly("left", "right");
  }

  private static String asLongAsItTakes() throws InterruptedException {
    Thread.currentThread().join();
    return "never";
  }

  @Test
  void agentMayGather() throws Exception {
    var router = new Router();
    // docs: agent
    router.on(
        Ask.class,
        "host",
        (ask, context) -> {
          var dishes =
              Gather.map(mood -> context.ask(new Ask(mood), Food.class).get(), moods(ask))
                  .timeout(ofSeconds(5))
                  .orThrow();
          return List.of(new Plan(dishes.getFirst(), new Film(dishes.getLast().dish())));
        },
        o -> o.when(ask -> ask.mood().contains(" ")));
    // end
    router.on(
        Ask.class,
        "cook",
        (ask, _) -> List.of(new Food(ask.mood())),
        o -> o.when(ask -> !ask.mood().contains(" ")));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var plan = dispatcher.ask(new Ask("rainy sunny"), Plan.class).get(ofSeconds(20));

      assertThat(plan).isEqualTo(new Plan(new Food("rainy"), new Film("sunny")));
    }
  }

  private static List<String> moods(Ask ask) {
    return List.of(ask.mood().split(" "));
  }

  @Test
  void agentsAreCalledWithoutRoutes() {
    // docs: agents
    Agent<Ask> cook = (ask, _) -> List.of(new Food("soup for " + ask.mood()));
    var context = DetachedContext.of(new Ask("all"));

    var answers =
        Gather.map(Call.of("cook", cook, context), List.of(new Ask("rainy"), new Ask("sunny")))
            .in(context)
            .orThrow();
    // end

    assertThat(answers.getLast()).isEqualTo(List.of(new Food("soup for sunny")));
  }

  @Test
  void whatBelongsToAThreadIsCarried() throws Exception {
    MDC.put("request", "7");
    // docs: carry
    var tenants =
        Gather.scatter(() -> TENANT.get() + MDC.get("request"))
            .carrying(TENANT)
            .wrapping(GatherDocsTest::withMdc);

    List<String> seen = ScopedValue.where(TENANT, "t").call(tenants::orThrow);
    // end

    assertThat(seen).containsExactly("t7");
    MDC.clear();
  }

  // docs: carry
  static Runnable withMdc(Runnable call) {
    var mdc = MDC.getCopyOfContextMap(); // here, where it is awaited
    return () -> {
      MDC.setContextMap(mdc);
      call.run();
    };
  }

  // end

  @Test
  void timeLimitIsReal() {
    var gathered = Gather.scatter(() -> asLongAsItTakes()).timeout(ofMillis(10)).await();

    assertThat(gathered).hasOnlyElementsOfType(TimedOut.class);
  }
}
