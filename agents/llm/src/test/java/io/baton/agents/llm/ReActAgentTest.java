package io.baton.agents.llm;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReActAgentTest {

  private static final Claim CLAIM = new Claim("is water wet?");
  private static final String FINISH =
      Tasks.json("thought", "I know", "choice", "FINISH", "answer", "it is");

  private final Router router = new Router();
  private ModelServer server;

  record Lookup(String term) {}

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static String act(String tool, String input) {
    return Tasks.json("thought", "look it up", "choice", "ACT", "tool", tool, "input", input);
  }

  private ReActAgent.Builder<Claim> agent() {
    return ReActAgent.builder(Claim.class)
        .model(OpenAi.blocking(server))
        .behaviour("You answer questions.")
        .task(Claim::text)
        .tools(Tool.of("search", "Looks a term up.", Lookup.class, l -> "all about " + l.term()));
  }

  private List<Event> run(ReActAgent<Claim> agent) throws Exception {
    router.on("researcher", agent);
    router.listen(TaskEnded.class, "ends", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      return Tasks.run(dispatcher, CLAIM);
    }
  }

  @Test
  void itThinksActsAndFinishesAndEachStepIsAnEvent() throws Exception {
    server.next(OpenAi.says(act("search", "{\"term\": \"water\"}")), OpenAi.says(FINISH));

    List<Event> events = run(agent().build());

    assertThat(Tasks.kinds(events)).containsExactly("Claim", "Think", "Act", "Think", "TaskEnded");
    assertThat(((ReActStep.Think) events.get(3)).turns())
        .containsExactly(
            new ReActStep.Turn("look it up", "search", "{\"term\": \"water\"}", "all about water"));
    assertThat(Tasks.end(events))
        .isEqualTo(
            new TaskEnded(
                new AgentTask("researcher", CLAIM, "is water wet?"),
                StopReason.SOLVED,
                "it is",
                "",
                new Effort(2, 36)));
  }

  @Test
  void modelIsToldTheToolsAndWhatCameOfThem() throws Exception {
    server.next(OpenAi.says(act("search", "{\"term\": \"water\"}")), OpenAi.says(FINISH));

    run(agent().build());

    assertThat(Tasks.rules(server.asked(0)))
        .startsWith("You answer questions.")
        .contains("You work in turns, 10 at most.")
        .contains("- search: Looks a term up. Its input: {\"type\":\"object\"");
    assertThat(Tasks.question(server.asked(0))).isEqualTo("is water wet?");
    assertThat(Tasks.question(server.asked(1)))
        .isEqualTo(
            """
            is water wet?

            Turn 1
            Thought: look it up
            Call: search {"term": "water"}
            Result: all about water\
            """);
  }

  @Test
  void eachStepIsCausedByTheOneBeforeAndMadeByTheAgent() throws Exception {
    server.next(OpenAi.says(act("search", "{\"term\": \"water\"}")), OpenAi.says(FINISH));
    router.on("researcher", agent().build());
    router.listen(TaskEnded.class, "ends", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var envelopes = Tasks.envelopes(dispatcher, CLAIM);

      for (int i = 1; i < envelopes.size(); i++) {
        assertThat(envelopes.get(i).causationId()).contains(envelopes.get(i - 1).id());
        assertThat(envelopes.get(i).source()).isEqualTo("researcher");
      }
    }
  }

  @Test
  void unknownToolAndBadInputAreObserved() throws Exception {
    server.next(
        OpenAi.says(act("searching", "{}")),
        OpenAi.says(act("search", "{\"word\": 1}")),
        OpenAi.says(FINISH));

    List<Event> events = run(agent().build());

    var turns = ((ReActStep.Think) events.get(events.size() - 2)).turns();
    assertThat(turns.getFirst().observation())
        .isEqualTo("There is no tool searching. The tools are: search.");
    assertThat(turns.getLast().observation()).contains("term");
    assertThat(Tasks.end(events).isSolved()).isTrue();
  }

  @Test
  void stepsAreBounded() throws Exception {
    server.always(OpenAi.says(act("search", "{\"term\": \"water\"}")));

    TaskEnded end = Tasks.end(run(agent().maxSteps(3).build()));

    assertThat(end.reason()).isEqualTo(StopReason.STEPS);
    assertThat(end.detail()).isEqualTo("not solved after 3 steps");
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void tokensAreBounded() throws Exception {
    server.always(OpenAi.says(act("search", "{\"term\": \"water\"}")));

    TaskEnded end = Tasks.end(run(agent().maxTokens(30).build()));

    assertThat(end.reason()).isEqualTo(StopReason.BUDGET);
    assertThat(end.detail()).isEqualTo("36 of 30 tokens are used up");
  }

  @Test
  void onlyTheExactWordIsAChoice() throws Exception {
    server.always(OpenAi.says(Tasks.json("thought", "", "choice", "I FINISH", "answer", "it is")));

    TaskEnded end = Tasks.end(run(agent().tuned(b -> b.repairs(1)).build()));

    assertThat(end.reason()).isEqualTo(StopReason.FAILED);
    assertThat(end.effort()).as("of two answers in vain").isEqualTo(new Effort(0, 2 * 18));
    assertThat(end.detail()).startsWith("BAD_ANSWER: the model was asked 2 times");
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void choiceThatIsNotWholeIsRepaired() throws Exception {
    server.next(OpenAi.says(Tasks.json("thought", "", "choice", "FINISH")), OpenAi.says(FINISH));

    TaskEnded end = Tasks.end(run(agent().build()));

    assertThat(end.isSolved()).isTrue();
    assertThat(Tasks.question(server.asked(1))).contains(ReActDecision.RULE);
  }

  @Test
  void serviceThatRefusesIsATypedEnd() throws Exception {
    server.always(OpenAi.refuses(401, "invalid_api_key"));

    TaskEnded end = Tasks.end(run(agent().build()));

    assertThat(end.reason()).isEqualTo(StopReason.FAILED);
    assertThat(end.detail()).startsWith("UNAUTHORIZED: ");
  }

  @Test
  void endMayBeAnEventOfOnesOwn() throws Exception {
    server.next(OpenAi.says(FINISH));
    router.on(
        "researcher",
        agent()
            .answer((claim, end) -> new Judged(claim.text(), end.answer().equals("it is")))
            .emits(Judged.class)
            .build());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      assertThat(dispatcher.ask(CLAIM, Judged.class).get(ofSeconds(40)))
          .isEqualTo(new Judged("is water wet?", true));
      assertThat(router.check(Judged.class)).isEmpty();
    }
  }

  @Test
  void agentsLeaveTheStepsOfOthersAlone() throws Exception {
    server.always(OpenAi.says(FINISH));
    router.on("first", agent().build());
    router.on("second", agent().build());
    router.listen(TaskEnded.class, "ends", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      List<Event> events = Tasks.run(dispatcher, CLAIM);

      assertThat(events.stream().filter(TaskEnded.class::isInstance))
          .extracting(end -> ((TaskEnded) end).task().agent())
          .containsExactlyInAnyOrder("first", "second");
      assertThat(server.asked()).hasSize(2);
    }
  }

  @Test
  void cancelledRunEndsTheCallOfTheModel() throws Exception {
    var asked = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    server.always((_, exchange) -> {
      asked.countDown();
      if (exchange.awaitClientGone(ofSeconds(30))) {
        gone.countDown();
      }
    });
    router.on("researcher", agent().build());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(CLAIM);
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      run.cancel("enough");

      assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
      run.ended().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> ReActAgent.builder(Claim.class).task(Claim::text).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an agent of Claim needs a model");
    assertThatThrownBy(() -> ReActAgent.builder(Claim.class).model(OpenAi.blocking(server)).build())
        .hasMessage("an agent of Claim needs a task");
    assertThatThrownBy(() -> ReActAgent.builder(Event.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an agent must not be given its own steps as tasks, but takes Event");
    assertThatThrownBy(() -> agent().maxSteps(0))
        .hasMessage("maxSteps must be at least 1, but is 0");
    assertThatThrownBy(() -> agent().maxTokens(0))
        .hasMessage("maxTokens must be at least 1, but is 0");
  }
}
