package io.baton.agents.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts tokens without knowing the model's tokenizer, and rather too many: three ASCII characters
 * are one token, each other character is one, and so are four more for each message. A picture, a
 * sound or a file counts {@value #OTHER_CONTENT}. Immutable and thread-safe.
 */
public final class RoughTokens implements TokenCountEstimator {

  static final int EACH_MESSAGE = 4;
  static final int OTHER_CONTENT = 1_000;

  private static final int ASCII_OF_A_TOKEN = 3;

  @Override
  public int estimateTokenCountInText(String text) {
    int others = (int) text.codePoints().filter(each -> each > 0x7F).count();
    int ascii = (int) text.codePoints().filter(each -> each <= 0x7F).count();
    return others + Math.ceilDiv(ascii, ASCII_OF_A_TOKEN);
  }

  @Override
  public int estimateTokenCountInMessage(ChatMessage message) {
    int inside =
        switch (message) {
          case SystemMessage system -> ofText(system.text());
          case UserMessage user -> ofContents(user.contents());
          case AiMessage ai -> ofText(ai.text()) + ofCalls(ai.toolExecutionRequests());
          case ToolExecutionResultMessage result -> ofContents(result.contents());
          case CustomMessage custom -> ofText(String.valueOf(custom.attributes()));
          default -> ofText(message.toString());
        };
    return inside + EACH_MESSAGE;
  }

  @Override
  public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
    int sum = 0;
    for (ChatMessage each : messages) {
      sum += estimateTokenCountInMessage(each);
    }
    return sum;
  }

  private int ofText(@Nullable String text) {
    return text == null ? 0 : estimateTokenCountInText(text);
  }

  private int ofContents(List<Content> contents) {
    return contents.stream()
        .mapToInt(each -> each instanceof TextContent text ? ofText(text.text()) : OTHER_CONTENT)
        .sum();
  }

  private int ofCalls(List<ToolExecutionRequest> calls) {
    return calls.stream()
        .mapToInt(each -> ofText(each.name()) + ofText(each.arguments()) + EACH_MESSAGE)
        .sum();
  }
}
