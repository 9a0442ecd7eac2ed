package io.baton.agents.llm;

import static java.time.Duration.ofMillis;
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
class SupervisorAgentTest {

  private static final Claim CLAIM = new Claim("a page about water");
  private static final String FINISH = Tasks.json("next", "FINISH", "answer", "the page");

  private final Router router = new Router();
  private final CountDownLatch never = new CountDownLatch(1);
  private ModelServer server;

  record Write(String what) implements Event {}

  record Written(String text) implements Event {}

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start();
    router.listen(TaskEnded.class, "ends", _ -> {});
    router.on(
        Write.class,
        "writing",
        (write, _) ->
            switch (write.what()) {
              case "fail" -> throw new IllegalStateException("on purpose");
              case "wait" -> List.of(new Written("late " + never.await(40, TimeUnit.SECONDS)));
              default -> List.of(new Written("text about " + write.what()));
            });
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static String choose(String member, String instruction) {
    return Tasks.json("next", member, "instruction", instruction);
  }

  private SupervisorAgent.Builder<Claim> supervisor() {
    return SupervisorAgent.builder(Claim.class)
        .model(OpenAi.blocking(server))
        .task(Claim::text)
        .member("writer", "Writes texts.", Write::new, Written.class, Written::text)
        .member("critic", "Judges texts.", Write::new, Written.class, Written::text);
  }

  private List<Event> run(SupervisorAgent<Claim> supervisor) throws Exception {
    router.on("boss", supervisor);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      return Tasks.run(dispatcher, CLAIM);
    }
  }

  private static SupervisorStep.Turn lastTurn(List<Event> events) {
    return events.stream()
        .filter(SupervisorStep.Choose.class::isInstance)
        .map(SupervisorStep.Choose.class::cast)
        .toList()
        .getLast()
        .turns()
        .getLast();
  }

  @Test
  void itChoosesAMemberByNameAndSeesItsReport() throws Exception {
    server.next(OpenAi.says(choose("writer", "water")), OpenAi.says(FINISH));

    List<Event> events = run(supervisor().build());

    assertThat(Tasks.kinds(events))
        .containsExactly("Claim", "Choose", "Delegate", "Write", "Written", "Choose", "TaskEnded");
    assertThat(lastTurn(events))
        .isEqualTo(new SupervisorStep.Turn("writer", "water", "text about water"));
    assertThat(Tasks.end(events).answer()).isEqualTo("the page");
    assertThat(Tasks.rules(server.asked(0)))
        .contains("- writer: Writes texts.\n- critic: Judges texts.");
    assertThat(Tasks.question(server.asked(1)))
        .endsWith("Turn 1\nwriter was told: water\nReport: text about water");
  }

  @Test
  void unknownNameIsRepaired() throws Exception {
    server.next(
        OpenAi.says(choose("editor", "water")),
        OpenAi.says(choose("writer", "water")),
        OpenAi.says(FINISH));

    List<Event> events = run(supervisor().build());

    assertThat(Tasks.end(events).isSolved()).isTrue();
    assertThat(Tasks.question(server.asked(1)))
        .contains("next is exactly one of writer, critic, FINISH");
  }

  @Test
  void onlyTheExactNameWillDo() throws Exception {
    server.next(
        OpenAi.says(choose("Writer", "water")),
        OpenAi.says(choose("the writer", "water")),
        OpenAi.says(choose("FINISHED", "water")));

    TaskEnded end = Tasks.end(run(supervisor().tuned(b -> b.repairs(2)).build()));

    assertThat(end.reason()).isEqualTo(StopReason.FAILED);
    assertThat(end.detail()).startsWith("BAD_ANSWER: the model was asked 3 times");
  }

  @Test
  void answersThatCannotBeUsedAreCountedToo() throws Exception {
    server.next(OpenAi.says(choose("writer", "water")));
    server.always(OpenAi.says(choose("editor", "water")));

    TaskEnded end = Tasks.end(run(supervisor().tuned(b -> b.repairs(2)).build()));

    assertThat(end.reason()).isEqualTo(StopReason.FAILED);
    assertThat(end.effort()).isEqualTo(new Effort(1, 4 * 18));
  }

  @Test
  void failureOfAMemberIsItsReport() throws Exception {
    server.next(OpenAi.says(choose("writer", "fail")), OpenAi.says(FINISH));

    List<Event> events = run(supervisor().build());

    assertThat(lastTurn(events).report()).startsWith("It gave no answer: ").contains("on purpose");
    assertThat(Tasks.end(events).isSolved()).isTrue();
  }

  @Test
  void memberThatIsLateIsCancelled() throws Exception {
    server.next(OpenAi.says(choose("writer", "wait")), OpenAi.says(FINISH));

    List<Event> events = run(supervisor().memberTimeout(ofMillis(50)).build());

    assertThat(lastTurn(events).report()).contains("within PT0.05S");
    assertThat(Tasks.end(events).isSolved()).isTrue();
  }

  @Test
  void roundsAreBounded() throws Exception {
    server.always(OpenAi.says(choose("critic", "water")));

    TaskEnded end = Tasks.end(run(supervisor().maxSteps(3).build()));

    assertThat(end.reason()).isEqualTo(StopReason.STEPS);
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void membersHaveNamesOfTheirOwn() {
    for (String name : List.of("", "FINISH", "writer")) {
      assertThatThrownBy(
              () -> supervisor().member(name, "x", Write::new, Written.class, Written::text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the name of a member must not be blank, FINISH or that of another, but is \"%s\"",
              name);
    }
    assertThatThrownBy(() ->
            SupervisorAgent.builder(Claim.class)
                .model(OpenAi.blocking(server))
                .task(Claim::text)
                .build())
        .hasMessage("an agent of Claim needs a member");
  }
}
