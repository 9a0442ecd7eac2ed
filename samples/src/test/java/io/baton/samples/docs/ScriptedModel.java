package io.baton.samples.docs;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A model that says what it is told to, and remembers what it was asked. */
final class ScriptedModel implements ChatModel {

  private final Queue<AiMessage> script = new ConcurrentLinkedQueue<>();
  private final List<ChatRequest> asked = new CopyOnWriteArrayList<>();

  ScriptedModel say(String text) {
    script.add(AiMessage.from(text));
    return this;
  }

  ScriptedModel call(String tool, String arguments) {
    var call = ToolExecutionRequest.builder().id("1").name(tool).arguments(arguments).build();
    script.add(AiMessage.from(List.of(call)));
    return this;
  }

  /** The messages of the last request. */
  List<ChatMessage> lastAsked() {
    return asked.getLast().messages();
  }

  /** What the last request says that a tool has answered. */
  List<String> results() {
    return lastAsked().stream()
        .filter(ToolExecutionResultMessage.class::isInstance)
        .map(each -> ((ToolExecutionResultMessage) each).text())
        .toList();
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    asked.add(request);
    return ChatResponse.builder()
        .aiMessage(script.remove())
        .finishReason(FinishReason.STOP)
        .build();
  }
}
