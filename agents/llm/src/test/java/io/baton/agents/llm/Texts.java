package io.baton.agents.llm;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;

/** What messages say. */
final class Texts {

  private Texts() {}

  static String of(ChatMessage message) {
    return switch (message) {
      case SystemMessage system -> system.text();
      case UserMessage user -> user.singleText();
      case AiMessage ai -> String.valueOf(ai.text());
      case ToolExecutionResultMessage result -> result.text();
      default -> throw new AssertionError("unexpected " + message);
    };
  }
}
