package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatHistoryTest {

  /** Every message is ten tokens. */
  static final class Tens implements TokenCountEstimator {
    @Override
    public int estimateTokenCountInText(String text) {
      return 10;
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
      return 10;
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
      int sum = 0;
      for (var _ : messages) {
        sum += 10;
      }
      return sum;
    }
  }

  @Test
  void oldestTurnGoesAsAWhole() {
    var history = history("Be brief.", 50);
    for (int i = 1; i <= 3; i++) {
      history =
          history.asking(UserMessage.from("q" + i)).answered(List.of(AiMessage.from("a" + i)));
    }

    assertThat(texts(history)).containsExactly("Be brief.", "q2", "a2", "q3", "a3");
    assertThat(history.tokens()).isEqualTo(50);
  }

  @Test
  void systemTextAndNewestQuestionStayHoweverLong() {
    var history =
        history("Be brief.", 1).asking(UserMessage.from("q1")).asking(UserMessage.from("q2"));

    assertThat(texts(history)).containsExactly("Be brief.", "q2");
  }

  @Test
  void roundOfTheNewestQuestionGoesWithItsResults() {
    var history = history("", 70).asking(UserMessage.from("q"));
    for (int i = 1; i <= 4; i++) {
      history = history.answered(List.of(call(i), result(i)));
    }

    assertThat(texts(history))
        .containsExactly("q", "call2", "result2", "call3", "result3", "call4", "result4");
  }

  @Test
  void newestRoundStaysHoweverLong() {
    var history = history("", 1).asking(UserMessage.from("q"));

    history = history.answered(List.of(call(1), result(1))).answered(List.of(call(2), result(2)));

    assertThat(texts(history)).containsExactly("q", "call2", "result2");
  }

  @Test
  void nothingIsChangedByWhatComesAfter() {
    var before = history("", 20).asking(UserMessage.from("q1"));

    before.answered(List.of(AiMessage.from("a1"))).asking(UserMessage.from("q2"));

    assertThat(texts(before)).containsExactly("q1");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverIsSaidHistoryIsWellFormed(long seed) {
    var random = new Random(seed);
    for (int chat = 0; chat < 200; chat++) {
      int bound = 10 + random.nextInt(200);
      var history = history(random.nextBoolean() ? "system" : "", bound);
      for (int turn = 0; turn < 10; turn++) {
        history = history.asking(UserMessage.from("q" + turn));
        assertWellFormed(history, "q" + turn);
        for (int round = random.nextInt(4); round > 0; round--) {
          history = history.answered(List.of(call(round), result(round)));
          assertWellFormed(history, "q" + turn);
        }
        history = history.answered(List.of(AiMessage.from("a" + turn)));
        assertWellFormed(history, "q" + turn);
      }
    }
  }

  private static void assertWellFormed(ChatHistory history, String newest) {
    List<ChatMessage> messages = new ArrayList<>(history.messages());
    if (history.system() != null) {
      assertThat(messages.removeFirst()).isEqualTo(history.system().message());
    }
    assertThat(messages.getFirst()).isInstanceOf(UserMessage.class);
    assertThat(texts(history)).contains(newest);
    Set<String> open = new HashSet<>();
    for (ChatMessage each : messages) {
      if (each instanceof ToolExecutionResultMessage result) {
        assertThat(open.remove(result.id())).isTrue();
      } else {
        assertThat(open).isEmpty();
      }
      if (each instanceof AiMessage message) {
        message.toolExecutionRequests().forEach(request -> open.add(request.id()));
      }
    }
    int rounds = history.turns().getLast().rounds().size();
    boolean isLeast = history.turns().size() == 1 && rounds <= 1;
    assertThat(history.tokens() <= history.bound().tokens() || isLeast).isTrue();
  }

  private static ChatHistory history(String behaviour, int tokens) {
    return ChatHistory.of(behaviour, new ChatHistory.Bound(tokens, new Tens()));
  }

  private static AiMessage call(int number) {
    return AiMessage.from(
        "call" + number,
        List.of(
            ToolExecutionRequest.builder().id("c" + number).name("tool").arguments("{}").build()));
  }

  private static ToolExecutionResultMessage result(int number) {
    return ToolExecutionResultMessage.from("c" + number, "tool", "result" + number);
  }

  private static List<String> texts(ChatHistory history) {
    return history.messages().stream().map(Texts::of).toList();
  }
}
