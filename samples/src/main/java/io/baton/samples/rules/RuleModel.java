package io.baton.samples.rules;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in the place of a language model and is none: a rule makes the answer of the first
 * question, the same for the same question. It needs no network. Thread-safe if its rule is.
 *
 * @param rule makes an answer, which is sent as JSON, of a question
 */
public record RuleModel(Function<String, ? extends Record> rule) implements ChatModel {

  @Override
  public ChatResponse doChat(ChatRequest request) {
    String question =
        request.messages().stream()
            .filter(UserMessage.class::isInstance)
            .map(message -> ((UserMessage) message).singleText())
            .findFirst()
            .orElse("");
    return ChatResponse.builder()
        .aiMessage(AiMessage.from(JsonMapper.shared().writeValueAsString(rule.apply(question))))
        .finishReason(FinishReason.STOP)
        .build();
  }
}
