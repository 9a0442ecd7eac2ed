package io.baton.samples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.baton.agents.Agent;
import io.baton.agents.llm.ChatSession;
import io.baton.agents.llm.Describe;
import io.baton.agents.llm.LlmAgent;
import io.baton.agents.llm.Tool;
import io.baton.agents.llm.ToolExecution;
import io.baton.agents.llm.ToolMethod;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the page on tools shows and claims. */
class ToolsDocsTest {

  // docs: record
  record Lookup(@Describe("one word") String term, Optional<Integer> most) {}

  static final Tool<Lookup, List<String>> SEARCH =
      Tool.of("search", "Finds pages about a term.", Lookup.class, ToolsDocsTest::pages);

  // end

  // docs: methods
  static final class Shop {
    @ToolMethod("Gives the price of a thing, in cents.")
    int price(@Describe("its name") String thing) {
      return thing.length() * 100;
    }
  }

  // end

  // docs: sealed
  sealed interface Move {
    @Describe("walks straight on")
    record Go(int steps) implements Move {}

    record Turn(boolean left) implements Move {}
  }

  record Path(List<Move> moves) {}

  // end

  record Question(String text) implements Event {}

  record Reply(String text) implements Event {}

  record Dish(String name) implements Event {}

  record Order(String mood) implements Event {}

  record Payment(int cents) {}

  final ScriptedModel model = new ScriptedModel();

  static List<String> pages(Lookup lookup) {
    return List.of("about " + lookup.term()).subList(0, Math.min(1, lookup.most().orElse(1)));
  }

  @Test
  void agentHasItsTools() throws Exception {
    var router = new Router();
    model.call("search", "{\"term\": \"tea\"}").say("Tea is a drink.");
    // docs: agent
    router.on(
        "guide",
        LlmAgent.builder(Question.class)
            .model(model)
            .prompt(Question::text)
            .tools(SEARCH)
            .tools(Tool.from(new Shop()))
            .maxToolRounds(5)
            .answer((question, text) -> new Reply(text))
            .build());
    // end

    try (var dispatcher = AsyncDispatcher.start(router)) {
      assertThat(dispatcher.ask(new Question("Tea?"), Reply.class).get(ofSeconds(60)))
          .isEqualTo(new Reply("Tea is a drink."));
    }
    assertThat(model.results()).containsExactly("[\"about tea\"]");
  }

  @Test
  void methodsAreTools() throws Exception {
    model.call("price", "{\"thing\": \"tea\"}").say("Three euros.");

    ChatSession.builder(model).tools(Tool.from(new Shop())).build().ask("What is tea?");

    assertThat(model.results()).containsExactly("300");
  }

  @Test
  void modelIsToldWhatIsWrong() throws Exception {
    var chat = ChatSession.builder(model).tools(SEARCH).build();
    model.call("search", "{\"word\": \"tea\", \"most\": \"many\"}").say("Sorry.");

    chat.ask("What is tea?");

    assertThat(model.results())
        .containsExactly(
            "The arguments of search are wrong, and it was not called. word: is unknown; the"
                + " properties of Lookup are term, most; term: is missing; expected a text; most:"
                + " expected a whole number from -2147483648 to 2147483647, but got the text"
                + " \"many\". Mend them and call it again.");
  }

  @Test
  void sealedInterfacesAreToldByTheirType() throws Exception {
    List<Path> walked = new ArrayList<>();
    var walk = Tool.of("walk", "Walks.", Path.class, walked::add);
    model
        .call(
            "walk",
            "{\"moves\": [{\"type\": \"Go\", \"steps\": 2}, {\"type\": \"Turn\", \"left\": true}]}")
        .say("There.");

    ChatSession.builder(model).tools(walk).build().ask("Walk!");

    assertThat(walked).containsExactly(new Path(List.of(new Move.Go(2), new Move.Turn(true))));
  }

  @Test
  void optionsAreOfTheTool() throws Exception {
    List<Integer> paid = new ArrayList<>();
    // docs: options
    var pay =
        Tool.of("pay", "Pays.", Payment.class, payment -> paid.add(payment.cents()))
            .execution(ToolExecution.EXCLUSIVE)
            .timeout(ofSeconds(10))
            .outputCap(2_000)
            .requiresConfirmation();
    var chat =
        ChatSession.builder(model)
            .tools(pay)
            .confirmation(call -> call.arguments().get("cents").intValue() <= 500)
            .build();
    // end
    model.call("pay", "{\"cents\": 501}").say("No.").call("pay", "{\"cents\": 500}").say("Yes.");

    chat.ask("Pay 501.");
    assertThat(model.results())
        .containsExactly("The call of pay was not allowed. Do not make it again.");
    chat.ask("Pay 500.");
    assertThat(paid).containsExactly(500);
  }

  @Test
  void agentsAndRunsAreTools() throws Exception {
    var router = new Router();
    Agent<Order> cook = (order, _) -> List.of(new Dish("soup for " + order.mood()));
    router.on(Order.class, "cook", cook);
    // docs: others
    var direct = Tool.ofAgent("cook", "Cooks a dish for a mood.", Order.class, cook);
    var run = Tool.ofRun("order", "Orders a dish for a mood.", Order.class, Dish.class);
    // end
    model
        .call("cook", "{\"mood\": \"rain\"}")
        .call("order", "{\"mood\": \"sun\"}")
        .say("Soup, twice.");
    router.on(
        "guide",
        LlmAgent.builder(Question.class)
            .model(model)
            .prompt(Question::text)
            .tools(direct, run)
            .answer((question, text) -> new Reply(text))
            .build());

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.ask(new Question("Soup?"), Reply.class).get(ofSeconds(60));
    }

    assertThat(model.results())
        .containsExactly(
            "{\"type\":\"Dish\",\"name\":\"soup for rain\"}",
            "{\"type\":\"Dish\",\"name\":\"soup for sun\"}");
  }

  record WithFile(File file) {}

  @Test
  void whatHasNoJsonFormIsRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tool.of("read", "Reads.", WithFile.class, WithFile::file))
        .withMessageContaining("tool read: component file of")
        .withMessageContaining("which has no JSON form");
  }
}
