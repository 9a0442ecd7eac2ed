package io.baton.samples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.TokenCountEstimator;
import io.baton.agents.MemoryKey;
import io.baton.agents.llm.ChatSession;
import io.baton.agents.llm.LlmAgent;
import io.baton.agents.llm.Memo;
import io.baton.agents.llm.Piece;
import io.baton.agents.llm.RoughTokens;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page on chats shows and claims. */
class ChatDocsTest {

  // docs: keys
  record Guest(String name, int visits) {}

  static final MemoryKey<Guest> GUEST = MemoryKey.of("guest", new Guest("", 0));
  static final MemoryKey<List<String>> LIKES = MemoryKey.of("likes", List.of());

  // end

  record Question(String text) implements Event {}

  record Reply(String text) implements Event {}

  final ScriptedModel model = new ScriptedModel();

  @Test
  void chatRemembersWhatWasSaid() throws Exception {
    model.say("Hello, Ann.").say("You are Ann.");
    // docs: chat
    var chat = ChatSession.builder(model).behaviour("You are brief.").build();
    chat.ask("I am Ann.");
    String who = chat.ask("Who am I?").text();
    // end

    assertThat(who).isEqualTo("You are Ann.");
    assertThat(model.lastAsked()).hasSize(4);
  }

  @Test
  void answerIsSeenAsItComes() throws Exception {
    model.say("Tea.");
    var chat = ChatSession.builder(model).build();
    var out = new StringBuilder();
    // docs: stream
    chat.ask(
        "What do you like?",
        piece -> {
          switch (piece) {
            case Piece.Text(var text) -> out.append(text);
            case Piece.Reasoning _ -> {}
            case Piece.ToolCall(_, var tool, _) -> out.append("[").append(tool).append("]");
            case Piece.Restart _ -> out.append("[again]");
          }
        });
    // end

    assertThat(out).hasToString("Tea.");
  }

  @Test
  void historyIsBounded() throws Exception {
    model.say("One.").say("Two.").say("Three.");
    TokenCountEstimator tokenizer = new RoughTokens();
    // docs: bound
    var chat = ChatSession.builder(model).historyTokens(25).tokenizer(tokenizer).build();
    // end

    chat.ask("First?");
    chat.ask("Second?");
    chat.ask("Third?");

    assertThat(chat.historyTokens()).isLessThanOrEqualTo(25);
    assertThat(chat.history()).hasSize(4);
  }

  @Test
  void agentAndModelRememberTogether() throws Exception {
    var router = new Router();
    model
        .call("remember", "{\"guest\": {\"name\": \"Ann\", \"visits\": 1}, \"likes\": [\"tea\"]}")
        .say("Welcome, Ann.");
    // docs: memory
    router.on(
        "host",
        LlmAgent.builder(Question.class)
            .model(model)
            .prompt(Question::text)
            .remembers(GUEST)
            .remembers(Memo.list(LIKES, String.class, 20).describe("what the guest likes"))
            .answer((question, text) -> new Reply(text))
            .build());
    // end

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.ask(new Question("I am Ann. I like tea."), Reply.class).get(ofSeconds(60));
      assertThat(dispatcher.memory().get(GUEST)).isEqualTo(new Guest("Ann", 1));
      assertThat(dispatcher.memory().get(LIKES)).containsExactly("tea");
    }
  }

  @Test
  void agentMayHoldAChat() throws Exception {
    var router = new Router();
    var chat = ChatSession.builder(model.say("Hello.")).build();
    // docs: inside
    router.on(
        Question.class,
        "desk",
        (question, context) ->
            List.of(new Reply(chat.ask(question.text(), context, _ -> {}).text())));
    // end

    try (var dispatcher = AsyncDispatcher.start(router)) {
      assertThat(dispatcher.ask(new Question("Hi."), Reply.class).get(ofSeconds(60)))
          .isEqualTo(new Reply("Hello."));
    }
  }
}
