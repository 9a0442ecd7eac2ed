package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.List;
import java.util.Optional;

/** An answer that is its text. */
record TextForm() implements AnswerForm<String> {

  @Override
  public String read(String text, FieldEvent.End fields) throws BadAnswerException {
    if (text.isBlank()) {
      throw new BadAnswerException("it is empty");
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

  @Override
  public FieldShape shape() {
    return FieldShape.any();
  }

  @Override
  public AnswerForm<String> requiring(List<FieldPattern> patterns) {
    throw new IllegalStateException("an answer of text has no fields that can be required");
  }
}
