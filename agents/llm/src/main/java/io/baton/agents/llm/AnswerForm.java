package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.Optional;

/** What the answer of a model is read as. Immutable. */
interface AnswerForm<R> {

  /**
   * Reads an answer.
   *
   * @throws BadAnswerException if it cannot be used; the message tells the model why
   */
  R read(String text) throws BadAnswerException;

  /** What to give to a model that takes a schema; empty if none is asked for. */
  Optional<JsonSchema> schema();

  /** What to tell a model that takes no schema; empty if nothing is asked for. */
  String instructions();
}
