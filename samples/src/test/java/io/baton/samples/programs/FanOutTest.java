package io.baton.samples.programs;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Join;
import io.baton.agents.RunOutcome;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.dispatcher.Run;
import io.baton.events.Envelope;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A question is split into as many as it has parts, and a join waits for all of them. */
class FanOutTest {

  record Question(String text) implements Event {}

  record Plan(List<String> subQuestions) implements Event {}

  record SubQuestion(String text) implements Event {}

  record Finding(String text) implements Event {}

  record Answer(String text, int missing) implements Event {}

  @Test
  void answerHasAFindingForEachPartOfTheQuestion() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      var answer =
          dispatcher.ask(new Question("a? b? c?"), Answer.class, o -> o.within(ofMinutes(1)));

      assertThat(answer.get().missing()).isZero();
      assertThat(answer.get().text()).contains("a!", " b!", " c!");
    }
  }

  @Test
  void findingsAreSeenWhileTheRunGoesOn() throws Exception {
    var seen = new ArrayList<String>();

    try (var dispatcher = AsyncDispatcher.start(router())) {
      Run run = dispatcher.run(new Question("d? e?"), o -> o.maxEvents(10_000).keepEvents(1_000));
      for (Envelope envelope : run.events()) {
        if (envelope.event() instanceof Finding(var text)) {
          seen.add(text);
        }
      }

      assertThat(run.await(ofSeconds(5)).outcome()).isEqualTo(RunOutcome.COMPLETED);
    }

    assertThat(seen).containsExactlyInAnyOrder("d!", " e!");
  }

  @Test
  void allFindingsAreAskedFor() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router())) {
      List<Finding> findings = dispatcher.askAll(new Question("f? g?"), Finding.class).get();

      assertThat(findings).containsExactlyInAnyOrder(new Finding("f!"), new Finding(" g!"));
    }
  }

  private static Router router() {
    var router = new Router();
    router.on(Question.class, "planner", (question, _) -> plan(question));
    router.on(
        SubQuestion.class,
        "researcher",
        (sub, _) -> List.of(new Finding(sub.text() + "!")),
        o -> o.concurrency(8));
    router.on(
        "writer",
        Join.each(Finding.class, Plan.class, plan -> plan.subQuestions().size())
            .within(ofSeconds(30))
            .orPartial(
                (parts, _) -> List.of(answer(parts.all(Finding.class), parts.missing().size())))
            .into((_, findings) -> answer(findings, 0)));
    return router;
  }

  private static List<Event> plan(Question question) {
    var parts = List.of(question.text().split("\\?"));
    var events = new ArrayList<Event>();
    events.add(new Plan(parts));
    parts.forEach(part -> events.add(new SubQuestion(part)));
    return events;
  }

  private static Answer answer(List<Finding> findings, int missing) {
    return new Answer(findings.toString(), missing);
  }
}
