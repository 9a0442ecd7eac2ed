package io.baton.samples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.llm.IterativeSolver;
import io.baton.agents.llm.ReActAgent;
import io.baton.agents.llm.RecursiveSolver;
import io.baton.agents.llm.StopReason;
import io.baton.agents.llm.SupervisorAgent;
import io.baton.agents.llm.TaskEnded;
import io.baton.agents.llm.TaskStep;
import io.baton.agents.llm.Tool;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What the page on ready agents shows. */
class ReadyAgentsDocsTest {

  record Question(String text) implements Event {}

  record Answered(String text, StopReason why) implements Event {}

  record Draft(String text) implements Event {}

  record Checked(String verdict) implements Event {}

  record Lookup(String term) {}

  record Title(String text) {}

  final ScriptedModel model = new ScriptedModel();
  final Router router = new Router();
  final Queue<String> log = new ConcurrentLinkedQueue<>();

  private TaskEnded ask(String text) throws Exception {
    router.listen(TaskEnded.class, "ends", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      return dispatcher.ask(new Question(text), TaskEnded.class).get(ofSeconds(20));
    }
  }

  @Test
  void reActAgentUsesToolsTurnByTurn() throws Exception {
    model
        .say(
            "{\"thought\": \"look\", \"choice\": \"ACT\", \"tool\": \"search\","
                + " \"input\": \"{\\\"term\\\": \\\"tea\\\"}\"}")
        .say("{\"thought\": \"done\", \"choice\": \"FINISH\", \"answer\": \"a drink\"}");
    // docs: react
    var search = Tool.of("search", "Looks a term up.", Lookup.class, l -> "about " + l.term());
    router.on(
        "researcher",
        ReActAgent.builder(Question.class)
            .model(model)
            .behaviour("You answer questions.")
            .task(Question::text)
            .tools(search)
            .maxSteps(6)
            .answer((question, end) -> new Answered(end.answer(), end.reason()))
            .emits(Answered.class)
            .build());
    router.listen(TaskStep.class, "log", step -> log.add(step.getClass().getSimpleName()));

    try (var dispatcher = AsyncDispatcher.start(router)) {
      Answered answered = dispatcher.ask(new Question("What is tea?"), Answered.class).get();
      // end

      assertThat(answered).isEqualTo(new Answered("a drink", StopReason.SOLVED));
      dispatcher.awaitDrained(ofSeconds(20));
    }
    assertThat(log).containsExactly("Think", "Act", "Think");
  }

  @Test
  void iterativeSolverImprovesADraft() throws Exception {
    model.say("{\"text\": \"A title that is much too long\"}").say("{\"text\": \"Tea\"}");
    // docs: iterative
    router.on(
        "titles",
        IterativeSolver.builder(Question.class, Title.class)
            .model(model)
            .task(question -> "Find a title for: " + question.text())
            .critic((_, title, _) ->
                title.text().length() <= 12
                    ? Optional.empty()
                    : Optional.of("it is longer than 12 characters"))
            .build());
    // end

    assertThat(ask("a page about tea").answer()).isEqualTo("{\"text\": \"Tea\"}");
  }

  @Test
  void recursiveSolverSplitsAProblem() throws Exception {
    model.say("{\"choice\": \"SOLVE\", \"answer\": \"a week in Rome\", \"parts\": []}");
    // docs: recursive
    router.on(
        "planner",
        RecursiveSolver.builder(Question.class)
            .model(model)
            .task(Question::text)
            .maxDepth(2)
            .maxParts(4)
            .maxSteps(40)
            .maxTokens(200_000)
            .build(),
        o -> o.concurrency(4));
    // end

    assertThat(ask("Plan a holiday.").answer()).isEqualTo("a week in Rome");
  }

  @Test
  void supervisorHasOthersDoTheWork() throws Exception {
    model
        .say("{\"next\": \"checker\", \"instruction\": \"tea is a drink\"}")
        .say("{\"next\": \"FINISH\", \"answer\": \"tea is a drink\"}");
    router.on(Draft.class, "checker", (draft, _) -> List.of(new Checked("right")));
    // docs: supervisor
    router.on(
        "chief",
        SupervisorAgent.builder(Question.class)
            .model(model)
            .task(Question::text)
            .member("checker", "Checks facts.", Draft::new, Checked.class, Checked::verdict)
            .memberTimeout(ofSeconds(30))
            .build());
    // end

    assertThat(ask("Write about tea.").answer()).isEqualTo("tea is a drink");
  }
}
