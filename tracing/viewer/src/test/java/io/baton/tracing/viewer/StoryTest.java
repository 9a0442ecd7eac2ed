package io.baton.tracing.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Join;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Retry;
import io.baton.dispatcher.Router;
import io.baton.dispatcher.RunOptions;
import io.baton.events.Event;
import io.baton.tracing.Explanation;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the page is told of a run. */
class StoryTest {
  private final TraceRecorder recorder = new TraceRecorder();
  private final Router router = new Router();

  @Test
  void joinStandsBelowThePartThatCameLastAndItsOutputBelowTheJoin() throws Exception {
    router.on(Ask.class, "cook", (_, _) -> List.of(new Food("soup")));
    router.on(Food.class, "waiter", (_, _) -> List.of(new Film("film")));
    router.on("planner", Join.of(Food.class, Film.class).into((_, _) -> new Plan()));
    router.on(Plan.class, "guest", (_, _) -> List.of());

    Story story = run(new Ask(0));

    assertThat(outline(story))
        .containsExactly(
            "0 Ask > cook", "1 Food > waiter", "2 Film", "3 join planner", "4 Plan > guest");
    assertThat(story.state()).isEqualTo("COMPLETED");
    assertThat(story.totals().failures()).isZero();
  }

  @Test
  void eventOfSeveralAgentsStandsAboveThem() throws Exception {
    router.on(Ask.class, "cook", (_, _) -> List.of());
    router.on(Ask.class, "critic", (_, _) -> List.of(new Film("film")));

    Story story = run(new Ask(0));

    assertThat(outline(story))
        .hasSize(4)
        .startsWith("0 Ask")
        .contains("1 Ask > cook")
        .containsSequence("1 Ask > critic", "2 Film");
  }

  @Test
  void attemptsAndTheFailureAreTold() throws Exception {
    router.on(
        Ask.class,
        "cook",
        (_, _) -> {
          throw new IllegalStateException("no gas");
        },
        o -> o.retry(Retry.attempts(2)));

    Story story = run(new Ask(0));

    var cook = (Story.OfDelivery) story.rows().getFirst();
    assertThat(cook.work().state()).isEqualTo("DEAD");
    assertThat(cook.work().attempts()).hasSize(2);
    var failure = Objects.requireNonNull(cook.work().failure());
    assertThat(failure.message()).isEqualTo("no gas");
    assertThat(failure.stack()).contains("at io.baton.tracing.viewer.StoryTest");
    assertThat(story.totals().retries()).isEqualTo(1);
  }

  @Test
  void joinThatMissedAPartSaysWhich() throws Exception {
    router.on(Ask.class, "cook", (_, _) -> List.of(new Food("soup")));
    router.on("planner", Join.of(Food.class, Film.class).into((_, _) -> new Plan()));

    Story story = run(new Ask(0));

    var planner =
        story.rows().stream()
            .filter(Story.OfJoin.class::isInstance)
            .map(Story.OfJoin.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(planner.missing()).containsExactly("Film");
    assertThat(planner.parts()).hasSize(1);
    assertThat(planner.end()).isNotNull();
  }

  @Test
  void chainOfThousandsIsTold() throws Exception {
    router.on(
        Ask.class,
        "counter",
        (ask, _) -> ask.left() == 0 ? List.of() : List.of(new Ask(ask.left() - 1)));
    int hops = 900;

    Story story = run(new Ask(hops));

    assertThat(story.rows()).hasSize(hops + 1);
    assertThat(story.rows().getLast().d()).isEqualTo(hops);
    assertThat(Json.text(story)).contains("\"d\":" + hops);
  }

  @Test
  void rowsAndContentsAreBoundedAndTheStorySaysSo() throws Exception {
    router.on(
        Ask.class,
        "counter",
        (ask, _) -> ask.left() == 0 ? List.of() : List.of(new Ask(ask.left() - 1)));
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).start()) {
      dispatcher.run(new Ask(50)).await(Duration.ofMinutes(1));
    }
    var teller = new StoryTeller(Redactor.byDefault(), 20, 30);

    Story story = teller.tell("", "", Explanation.of(recorder.events()), List.of());

    assertThat(story.rows()).hasSize(20);
    assertThat(story.leftOut()).isEqualTo(31);
    assertThat(story.remarks()).singleElement().asString().contains("left out");
    assertThat(Objects.requireNonNull(((Story.OfDelivery) story.rows().getLast()).of()))
        .matches(origin -> origin.payloadLeftOut() && origin.payload() == null);
  }

  @Test
  void runThatEndedEarlySaysWhy() throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Ask(ask.left() + 1)));

    Story story = run(new Ask(0), o -> o.maxEvents(1));

    assertThat(story.remarks())
        .containsExactly("Run failed: maxEvents is 1, but Ask of cook is one more.");
  }

  @Test
  void nothingIsAStoryToo() {
    var teller = new StoryTeller(Redactor.byDefault(), 20, 30);

    Story story = teller.tell("", "", Explanation.of(List.of()), List.of());

    assertThat(story.rows()).isEmpty();
    assertThat(story.title()).isEqualTo("Nothing");
  }

  private Story run(Event event) throws InterruptedException {
    return run(event, o -> o);
  }

  private Story run(Event event, UnaryOperator<RunOptions> options) throws InterruptedException {
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).start()) {
      var run = dispatcher.run(event, options);
      run.await(Duration.ofMinutes(1));
      dispatcher.awaitIdle(Duration.ofMinutes(1));
      return new StoryDesk(recorder, Redactor.byDefault())
          .tell(run.correlationId().toString())
          .orElseThrow();
    }
  }

  private static List<String> outline(Story story) {
    return story.rows().stream().map(StoryTest::line).toList();
  }

  private static String line(Story.Row row) {
    return switch (row) {
      case Story.OfEvent event -> row.d() + " " + event.type();
      case Story.OfDelivery delivery ->
          row.d() + " " + delivery.type() + " > " + delivery.work().agent();
      case Story.OfJoin join -> row.d() + " join " + join.join();
    };
  }

  record Ask(int left) implements Event {}

  record Food(String dish) implements Event {}

  record Film(String title) implements Event {}

  record Plan() implements Event {}
}
