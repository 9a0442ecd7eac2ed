package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.RouteOptions;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The model of these tests splits numbers into halves, and adds what comes of them. */
@Timeout(60)
class RecursiveSolverTest {

  private static final Pattern PROBLEM = Pattern.compile("The problem: (\\d+)");
  private static final Pattern ANSWER = Pattern.compile("Answer: (\\d+)");

  private final Router router = new Router();
  private ModelServer server;

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start();
    router.listen(TaskEnded.class, "ends", _ -> {});
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static String halves(String question) {
    Matcher answers = ANSWER.matcher(question);
    if (answers.find()) {
      int sum = Integer.parseInt(answers.group(1));
      while (answers.find()) {
        sum += Integer.parseInt(answers.group(1));
      }
      return Integer.toString(sum);
    }
    Matcher problem = PROBLEM.matcher(question);
    assertThat(problem.find()).as(question).isTrue();
    int number = Integer.parseInt(problem.group(1));
    return number <= 1 ? solve(number) : split(number / 2, number - number / 2);
  }

  private static String solve(int number) {
    return "{\"choice\": \"SOLVE\", \"answer\": \"%d\", \"parts\": []}".formatted(number);
  }

  private static String split(int left, int right) {
    return "{\"choice\": \"SPLIT\", \"parts\": [\"%d\", \"%d\"]}".formatted(left, right);
  }

  private RecursiveSolver.Builder<Claim> solver() {
    return RecursiveSolver.builder(Claim.class).model(OpenAi.blocking(server)).task(Claim::text);
  }

  private List<Event> run(
      RecursiveSolver<Claim> solver, int number, UnaryOperator<RouteOptions<Event>> options)
      throws Exception {
    router.on("solver", solver, options);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      return Tasks.run(dispatcher, new Claim(Integer.toString(number)));
    }
  }

  @Test
  void problemIsSplitAndItsPartsAreEventsOfTheirOwn() throws Exception {
    server.always(Tasks.by(RecursiveSolverTest::halves));

    List<Event> events = run(solver().build(), 4, UnaryOperator.identity());

    TaskEnded end = Tasks.end(events);
    assertThat(end.reason()).isEqualTo(StopReason.SOLVED);
    assertThat(end.answer()).isEqualTo("4");
    assertThat(end.effort().steps()).as("7 problems, 3 of them combined").isEqualTo(10);
    assertThat(Tasks.kinds(events)).filteredOn("Solve"::equals).hasSize(7);
    assertThat(Tasks.kinds(events)).filteredOn("ProblemSolved"::equals).hasSize(6);
    assertThat(Tasks.kinds(events)).filteredOn("Combine"::equals).hasSize(3);
  }

  @Test
  void partsAreSolvedAtTheSameTimeAlsoOnARouteWithOnePermit() throws Exception {
    var together = new CountDownLatch(2);
    server.always((request, exchange) -> {
      String question = Tasks.question(request);
      if (question.contains("The problem: 1") && !question.contains("Answer")) {
        together.countDown();
      }
      OpenAi.says(halves(question)).answer(request, exchange);
    });

    List<Event> events = run(solver().build(), 2, o -> o.concurrency(1));

    assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Tasks.end(events).answer()).isEqualTo("2");
  }

  @Test
  void depthIsBounded() throws Exception {
    server.always(Tasks.by(RecursiveSolverTest::halves));

    TaskEnded end = Tasks.end(run(solver().maxDepth(1).build(), 3, UnaryOperator.identity()));

    assertThat(end.reason()).isEqualTo(StopReason.DEPTH);
    assertThat(end.answer()).as("of the part that could be solved").isEqualTo("1");
    assertThat(end.detail()).isEqualTo("part \"2\": it would be split at depth 1");
  }

  @Test
  void stepsOfTheWholeTreeAreBounded() throws Exception {
    server.always(Tasks.by(RecursiveSolverTest::halves));

    TaskEnded end = Tasks.end(run(solver().maxSteps(20).build(), 64, UnaryOperator.identity()));

    assertThat(end.reason()).isEqualTo(StopReason.STEPS);
    assertThat(end.effort().steps()).isLessThanOrEqualTo(20);
    assertThat(server.asked()).hasSizeLessThanOrEqualTo(20);
  }

  @Test
  void tokensOfTheWholeTreeAreBounded() throws Exception {
    server.always(Tasks.by(RecursiveSolverTest::halves));

    TaskEnded end = Tasks.end(run(solver().maxTokens(18).build(), 2, UnaryOperator.identity()));

    assertThat(end.reason()).isEqualTo(StopReason.BUDGET);
    assertThat(end.detail()).isEqualTo("no tokens are left for its parts");
  }

  @Test
  void partThatFailsLeavesTheOthersAlone() throws Exception {
    server.always((request, exchange) -> {
      String question = Tasks.question(request);
      boolean isBroken = question.contains("The problem: 2") && !question.contains("Part 1");
      (isBroken ? OpenAi.refuses(400, "bad_request") : Tasks.by(RecursiveSolverTest::halves))
          .answer(request, exchange);
    });

    TaskEnded end = Tasks.end(run(solver().build(), 3, UnaryOperator.identity()));

    assertThat(end.reason()).isEqualTo(StopReason.FAILED);
    assertThat(end.answer()).isEqualTo("1");
    assertThat(end.detail()).startsWith("part \"2\": REJECTED: ");
  }

  @Test
  void partThatFailsIsCountedWithTheWhole() throws Exception {
    server.always((request, exchange) -> {
      String question = Tasks.question(request);
      boolean isBroken = question.contains("The problem: 1") || question.contains("cannot be used");
      OpenAi.says(isBroken ? "no JSON" : halves(question)).answer(request, exchange);
    });

    TaskEnded end = Tasks.end(run(solver().build(), 2, UnaryOperator.identity()));

    assertThat(end.reason()).isEqualTo(StopReason.FAILED);
    assertThat(end.effort()).isEqualTo(new Effort(1, server.asked().size() * 18L));
    assertThat(server.asked()).hasSize(7);
  }

  @Test
  void modelThatSplitsIntoTooManyPartsIsAskedAgain() throws Exception {
    server.next(
        OpenAi.says("{\"choice\": \"SPLIT\", \"parts\": [\"1\", \"1\", \"1\"]}"),
        OpenAi.says(solve(3)));

    TaskEnded end = Tasks.end(run(solver().maxParts(2).build(), 3, UnaryOperator.identity()));

    assertThat(end.answer()).isEqualTo("3");
    assertThat(Tasks.question(server.asked(1))).contains("1 to 2 parts with SPLIT");
  }

  @Test
  void senselessBoundsAreRefused() {
    assertThatThrownBy(() -> solver().maxDepth(-1))
        .hasMessage("maxDepth must be at least 0, but is -1");
    assertThatThrownBy(() -> solver().maxParts(0))
        .hasMessage("maxParts must be at least 1, but is 0");
  }
}
