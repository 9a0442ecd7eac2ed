package io.baton.agents.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A model that answers by a script, and remembers what it was asked. */
final class ScriptedModel implements ChatModel {

  private final Queue<Function<ChatRequest, AiMessage>> script = new ConcurrentLinkedQueue<>();
  private final List<ChatRequest> asked = new CopyOnWriteArrayList<>();

  ScriptedModel say(String text) {
    return then(_ -> AiMessage.from(text));
  }

  ScriptedModel call(ToolExecutionRequest... calls) {
    return then(_ -> AiMessage.from(List.of(calls)));
  }

  ScriptedModel then(Function<ChatRequest, AiMessage> answer) {
    script.add(answer);
    return this;
  }

  List<ChatRequest> asked() {
    return asked;
  }

  /** What the messages of a request said. */
  List<String> texts(int request) {
    return asked.get(request).messages().stream().map(Texts::of).toList();
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    asked.add(request);
    Function<ChatRequest, AiMessage> next = script.poll();
    if (next == null) {
      throw new AssertionError("the script has ended");
    }
    AiMessage message = next.apply(request);
    return ChatResponse.builder()
        .aiMessage(message)
        .finishReason(
            message.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
        .build();
  }
}
