package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.List;
import java.util.Optional;

/** What the answer of a model is read as. Immutable. */
interface AnswerForm<R> {

  /**
   * Reads an answer.
   *
   * @param text all of it
   * @param fields the JSON value that was found in it
   * @throws BadAnswerException if it cannot be used; the message tells the model why
   */
  R read(String text, FieldEvent.End fields) throws BadAnswerException;

  /** What to give to a model that takes a schema; empty if it has to be told in words. */
  Optional<JsonSchema> schema();

  /** What to tell a model that is given no schema; empty if nothing is asked for. */
  String instructions();

  /** Which fields are declared. */
  FieldShape shape();

  /**
   * The same, where these must be there.
   *
   * @throws IllegalStateException if the answer has no fields
   */
  AnswerForm<R> requiring(List<FieldPattern> patterns);
}
