package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import io.baton.agents.MemoryKey;
import io.baton.agents.WorkingMemory;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceEvent.ModelCalled;
import io.baton.tracing.TraceEvent.ToolCalled;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChatSessionTest {

  record Term(String term) {}

  record Ask(String mood) implements Event {}

  record Plan(String dish) implements Event {}

  static final Tool<Term, String> SEARCH =
      Tool.of("search", "Looks a term up.", Term.class, term -> "about " + term.term());

  final ScriptedModel model = new ScriptedModel();

  @Test
  void whatWasSaidBeforeIsSentAgain() throws Exception {
    model.say("Hello.").say("Ann.");
    var chat = ChatSession.builder(model).behaviour("Be brief.").build();

    chat.ask("I am Ann.");
    var answer = chat.ask("Who am I?");

    assertThat(answer.text()).isEqualTo("Ann.");
    assertThat(answer.meta().calls()).isEqualTo(1);
    assertThat(model.texts(1)).containsExactly("Be brief.", "I am Ann.", "Hello.", "Who am I?");
    assertThat(chat.history()).hasSize(5).isUnmodifiable();
  }

  @Test
  void toolsAreCalledUntilThereIsAnAnswer() throws Exception {
    model
        .call(
            Calls.request("1", "search", "{\"term\": \"soup\"}"),
            Calls.request("2", "search", "{\"word\": \"tea\"}"))
        .call(Calls.request("3", "search", "{\"term\": \"tea\"}"))
        .say("Both are hot.");
    var chat = ChatSession.builder(model).tools(SEARCH).build();

    var answer = chat.ask("Soup or tea?");

    assertThat(answer.text()).isEqualTo("Both are hot.");
    assertThat(answer.meta().calls()).isEqualTo(3);
    assertThat(model.asked().getFirst().toolSpecifications())
        .extracting(ToolSpecification::name)
        .containsExactly("search");
    assertThat(model.texts(2).get(2)).isEqualTo("about soup");
    assertThat(model.texts(2).get(3))
        .contains("word: is unknown; the properties of Term are term")
        .contains("term: is missing; expected a text");
    assertThat(model.texts(2).getLast()).isEqualTo("about tea");
  }

  @Test
  void tooManyRoundsAreAFailure() throws Exception {
    for (int i = 0; i < 3; i++) {
      model.call(Calls.request("c" + i, "search", "{\"term\": \"x\"}"));
    }
    var chat = ChatSession.builder(model).tools(SEARCH).maxToolRounds(2).build();

    assertThatThrownBy(() -> chat.ask("Search!"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the model wanted more than 2 rounds of tool calls")
        .extracting(e -> ((ModelException) e).kind())
        .isEqualTo(ModelException.Kind.TOOL_ROUNDS);
    assertThat(model.asked()).hasSize(3);
  }

  @Test
  void historyIsAsItWasWhenAQuestionFails() throws Exception {
    model
        .say("Hello.")
        .call(Calls.request("1", "search", "{\"term\": \"x\"}"))
        .then(_ -> {
          throw new IllegalStateException("the model is ill");
        })
        .say("Well again.");
    var chat = ChatSession.builder(model).tools(SEARCH).attempts(1).historyTokens(60).build();
    chat.ask("Hi.");
    var before = chat.history();

    assertThatThrownBy(() -> chat.ask("Search!")).isInstanceOf(ModelException.class);

    assertThat(chat.history()).isEqualTo(before);
    chat.ask("Again?");
    assertThat(model.texts(3)).containsExactly("Hi.", "Hello.", "Again?");
  }

  @Test
  void historyIsAsItWasWhenTheCallerIsInterrupted() throws Exception {
    var begun = new CountDownLatch(1);
    Tool<Term, String> wait =
        Tool.of(
            "wait",
            "Waits.",
            Term.class,
            _ -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return "";
            });
    model.call(Calls.request("1", "wait", "{\"term\": \"x\"}")).say("Here.");
    var chat = ChatSession.builder(model).tools(wait).build();
    var interrupted = new CountDownLatch(1);

    Thread asking =
        Thread.ofVirtual()
            .start(() -> {
              try {
                chat.ask("Wait!");
              } catch (InterruptedException _) {
                interrupted.countDown();
              }
            });
    begun.await();
    asking.interrupt();
    interrupted.await();

    assertThat(chat.history()).isEmpty();
    assertThat(chat.ask("Are you there?").text()).isEqualTo("Here.");
  }

  @Test
  void questionsAreAnsweredOneAtATime() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    for (int i = 0; i < 40; i++) {
      model.then(request -> {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        Thread.yield();
        inside.decrementAndGet();
        return AiMessage.from("to " + Texts.of(request.messages().getLast()));
      });
    }
    var chat = ChatSession.builder(model).historyTokens(100_000).build();

    try (var callers = new Together()) {
      for (int i = 0; i < 40; i++) {
        String question = "q" + i;
        callers.run(() -> assertThat(chat.ask(question).text()).isEqualTo("to " + question));
      }
    }

    assertThat(most).hasValue(1);
    assertThat(chat.history()).hasSize(80);
    for (int i = 0; i < 80; i += 2) {
      assertThat(Texts.of(chat.history().get(i + 1)))
          .isEqualTo("to " + Texts.of(chat.history().get(i)));
    }
  }

  @Test
  void busyChatRefusesIfItIsToldTo() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    model.then(_ -> {
      begun.countDown();
      awaitQuietly(goOn);
      return AiMessage.from("Done.");
    });
    var chat = ChatSession.builder(model).refuseWhenBusy().name("desk").build();

    try (var callers = new Together()) {
      callers.run(() -> assertThat(chat.ask("One.").text()).isEqualTo("Done."));
      begun.await();
      assertThatThrownBy(() -> chat.ask("Two."))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("chat desk is busy with another question");
      assertThatThrownBy(chat::clear).isInstanceOf(IllegalStateException.class);
      goOn.countDown();
    }
  }

  @Test
  void clearedChatKnowsItsSystemTextOnly() throws Exception {
    model.say("Hello.").say("Who?");
    var chat = ChatSession.builder(model).behaviour("Be brief.").build();
    chat.ask("I am Ann.");

    chat.clear();
    chat.ask("Who am I?");

    assertThat(model.texts(1)).containsExactly("Be brief.", "Who am I?");
  }

  @Test
  void callsAreTracedUnderOneCorrelation() throws Exception {
    List<TraceEvent> traced = new CopyOnWriteArrayList<>();
    model.call(Calls.request("1", "search", "{\"term\": \"x\"}")).say("Done.");
    var chat = ChatSession.builder(model).tools(SEARCH).tracer(traced::add).name("desk").build();

    chat.ask("Search!");

    assertThat(traced)
        .hasExactlyElementsOfTypes(ModelCalled.class, ToolCalled.class, ModelCalled.class);
    assertThat(traced)
        .extracting(TraceEvent::correlationId)
        .containsOnly(traced.getFirst().correlationId());
    assertThat(((ToolCalled) traced.get(1)).agent()).isEqualTo("desk");
  }

  @Test
  void toolsOfAChatHaveItsMemoryAndNothingToPublishTo() throws Exception {
    MemoryKey<String> seen = MemoryKey.of("seen", "");
    WorkingMemory memory = WorkingMemory.create();
    Tool<Term, String> note =
        Tool.inContext(
            "note",
            "Notes.",
            Term.class,
            (term, context) -> {
              context.agent().memory().put(seen, term.term());
              context.agent().emit(new Ask("x"));
              return "";
            });
    Tool<Ask, Object> plan = Tool.ofRun("plan", "Plans.", Ask.class, Plan.class);
    model
        .call(
            Calls.request("1", "note", "{\"term\": \"x\"}"),
            Calls.request("2", "plan", "{\"mood\": \"x\"}"))
        .say("Done.");
    var chat = ChatSession.builder(model).tools(note, plan).memory(memory).build();

    chat.ask("Note!");

    assertThat(memory.get(seen)).isEqualTo("x");
    assertThat(model.texts(1).subList(2, 4))
        .containsExactly(
            "Tool note failed: chat chat publishes no events.",
            "Tool plan failed: chat chat starts no runs: give its builder an asker.");
  }

  @Test
  void confirmationOfTheChatIsAsked() throws Exception {
    model.call(Calls.request("1", "search", "{\"term\": \"x\"}")).say("Done.");
    var chat =
        ChatSession.builder(model)
            .tools(SEARCH.requiresConfirmation())
            .confirmation(call -> call.tool().equals("search"))
            .build();

    chat.ask("Search!");

    assertThat(model.texts(1).getLast()).isEqualTo("about x");
  }

  @Test
  void whatCannotWorkIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChatSession.builder(model).tools(SEARCH, SEARCH).build())
        .withMessage("two tools have the name search");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChatSession.builder(model).historyTokens(0))
        .withMessage("historyTokens must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChatSession.builder(model).build().ask(" "))
        .withMessage("question must not be blank");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
