package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChatStreamTest {

  record Term(String term) {}

  static final Tool<Term, String> SEARCH =
      Tool.of("search", "Looks a term up.", Term.class, term -> "about " + term.term());

  final List<Piece> pieces = new CopyOnWriteArrayList<>();

  @Test
  void piecesComeAsTheModelSendsThem() throws Exception {
    try (var server =
        ModelServer.start(
            OpenAi.calls(
                new OpenAi.Call("1", "search", "{\"term\": \"tea\"}"),
                new OpenAi.Call("2", "search", "{\"term\": \"soup\"}")),
            OpenAi.says("Tea is a drink."))) {
      var chat = ChatSession.builder(OpenAi.streaming(server)).tools(SEARCH).build();

      var answer = chat.ask("What is tea?", pieces::add);

      assertThat(answer.text()).isEqualTo("Tea is a drink.");
      assertThat(answer.meta().calls()).isEqualTo(2);
      assertThat(pieces.subList(0, 2))
          .containsExactly(
              new Piece.ToolCall("1", "search", "{\"term\": \"tea\"}"),
              new Piece.ToolCall("2", "search", "{\"term\": \"soup\"}"));
      assertThat(text()).isEqualTo("Tea is a drink.");
      assertThat(pieces).hasSizeGreaterThan(4);
      var results = server.asked(1).body().get("messages");
      assertThat(results.get(2).get("content").stringValue()).isEqualTo("about tea");
      assertThat(results.get(3).get("tool_call_id").stringValue()).isEqualTo("2");
    }
  }

  @Test
  void schemaOfAToolReachesTheService() throws Exception {
    try (var server = ModelServer.start(OpenAi.says("Hello."))) {
      ChatSession.builder(OpenAi.blocking(server)).tools(SEARCH).build().ask("Hi.");

      assertThat(server.asked(0).body().at("/tools/0/function/parameters").toString())
          .contains("\"properties\":{\"term\":{\"type\":\"string\"}}")
          .contains("\"required\":[\"term\"]");
    }
  }

  @Test
  void historyIsAsItWasWhenTheServiceFails() throws Exception {
    try (var server =
        ModelServer.start(
            OpenAi.says("Hello."),
            (_, exchange) -> exchange.answer(400, "{\"error\":{\"message\":\"no\"}}"))) {
      var chat = ChatSession.builder(OpenAi.streaming(server)).build();
      chat.ask("Hi.");
      var before = chat.history();

      assertThatThrownBy(() -> chat.ask("Again.")).isInstanceOf(ModelException.class);

      assertThat(chat.history()).isEqualTo(before);
    }
  }

  @Test
  void readerThatThrowsEndsTheCall() throws Exception {
    try (var server = ModelServer.start(OpenAi.says("A long story about tea."))) {
      var chat = ChatSession.builder(OpenAi.streaming(server)).attempts(1).build();

      assertThatThrownBy(() ->
              chat.ask(
                  "Tell!",
                  _ -> {
                    throw new IllegalStateException("the terminal is gone");
                  }))
          .hasStackTraceContaining("the terminal is gone");

      assertThat(chat.history()).isEmpty();
    }
  }

  private String text() {
    return pieces.stream()
        .filter(Piece.Text.class::isInstance)
        .map(each -> ((Piece.Text) each).text())
        .collect(Collectors.joining());
  }
}
