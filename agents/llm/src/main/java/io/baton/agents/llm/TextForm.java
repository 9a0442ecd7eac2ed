package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.Optional;

/** An answer that is its text. */
record TextForm() implements AnswerForm<String> {

  @Override
  public String read(String text) throws BadAnswerException {
    if (text.isBlank()) {
      throw new BadAnswerException("the answer is empty");
    }
    return text;
  }

  @Override
  public Optional<JsonSchema> schema() {
    return Optional.empty();
  }

  @Override
  public String instructions() {
    return "";
  }
}
