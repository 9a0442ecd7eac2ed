package io.baton.agents.llm;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IterativeSolverTest {

  private static final Claim CLAIM = new Claim("write a short line");

  private final Router router = new Router();
  private ModelServer server;

  record Line(String text, int words) {}

  record Review(String draft) implements Event {}

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start();
    router.listen(TaskEnded.class, "ends", _ -> {});
    router.listen(Judged.class, "judged", _ -> {});
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private IterativeSolver.Builder<Claim, String> solver() {
    return IterativeSolver.builder(Claim.class)
        .model(OpenAi.blocking(server))
        .task(Claim::text)
        .critic((_, draft, _) ->
            draft.length() <= 8 ? Optional.empty() : Optional.of("it is too long"));
  }

  private List<Event> run(IterativeSolver<Claim, ?> solver) throws Exception {
    router.on("poet", solver);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      return Tasks.run(dispatcher, CLAIM);
    }
  }

  @Test
  void draftIsImprovedUntilTheCriticIsContent() throws Exception {
    server.next(
        OpenAi.says("a line that is long"), OpenAi.says("shorter now"), OpenAi.says("short"));

    List<Event> events = run(solver().build());

    assertThat(Tasks.kinds(events))
        .containsExactly("Claim", "SolverStep", "SolverStep", "SolverStep", "TaskEnded");
    assertThat(Tasks.end(events).answer()).isEqualTo("short");
    assertThat(Tasks.end(events).reason()).isEqualTo(StopReason.SOLVED);
    assertThat(Tasks.end(events).effort()).isEqualTo(new Effort(3, 54));
    assertThat(Tasks.question(server.asked(2)))
        .isEqualTo(
            """
            write a short line

            Draft 1: a line that is long
            What is wrong with it: it is too long

            Draft 2: shorter now
            What is wrong with it: it is too long

            Give a better one.\
            """);
  }

  @Test
  void stepsAreBoundedAndTheLastDraftIsKept() throws Exception {
    server.always(OpenAi.says("a line that is long"));

    TaskEnded end = Tasks.end(run(solver().maxSteps(2).build()));

    assertThat(end.reason()).isEqualTo(StopReason.STEPS);
    assertThat(end.answer()).isEqualTo("a line that is long");
    assertThat(end.detail()).isEqualTo("not solved after 2 steps; it is too long");
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void goodDraftIsTyped() throws Exception {
    server.next(
        OpenAi.says("{\"text\": \"two words\", \"words\": 3}"),
        OpenAi.says("{\"text\": \"two words\", \"words\": 2}"));

    List<Event> events =
        run(
            IterativeSolver.builder(Claim.class, Line.class)
                .model(OpenAi.streaming(server))
                .task(Claim::text)
                .critic((_, line, _) ->
                    line.text().split(" ").length == line.words()
                        ? Optional.empty()
                        : Optional.of("words is wrong"))
                .solution(Judged.class, (claim, line) -> new Judged(line.text(), true))
                .build());

    assertThat(events.getLast()).isEqualTo(new Judged("two words", true));
  }

  @Test
  void criticMayBeAnotherAgent() throws Exception {
    server.next(OpenAi.says("first"), OpenAi.says("second"));
    router.on(
        Review.class,
        "reviewer",
        (review, _) -> List.of(new Judged(review.draft(), review.draft().equals("second"))));

    List<Event> events =
        run(
            solver()
                .critic((_, draft, context) ->
                    context.ask(new Review(draft), Judged.class).get(ofSeconds(30)).holds()
                        ? Optional.empty()
                        : Optional.of("the reviewer does not like it"))
                .build());

    assertThat(Tasks.end(events).answer()).isEqualTo("second");
    assertThat(Tasks.kinds(events)).contains("Review", "Judged");
  }

  @Test
  void draftIsCountedAlsoIfTheCriticsModelFails() throws Exception {
    server.next(OpenAi.says("a line"), OpenAi.says("no JSON"));
    var reviewer =
        LlmAgent.builder(Claim.class, Line.class)
            .model(OpenAi.blocking(server))
            .prompt(Claim::text)
            .repairs(0)
            .answer((claim, _) -> claim)
            .build();

    TaskEnded end =
        Tasks.end(
            run(
                solver()
                    .critic((claim, _, context) ->
                        Optional.of(reviewer.ask(claim, context).data().text()))
                    .build()));

    assertThat(end.reason()).isEqualTo(StopReason.FAILED);
    assertThat(end.effort()).isEqualTo(new Effort(1, 2 * 18));
  }

  @Test
  void criticIsNeeded() {
    assertThatThrownBy(() ->
            IterativeSolver.builder(Claim.class)
                .model(OpenAi.blocking(server))
                .task(Claim::text)
                .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an agent of Claim needs a critic");
  }
}
