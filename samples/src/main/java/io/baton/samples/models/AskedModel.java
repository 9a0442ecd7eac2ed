package io.baton.samples.models;

import dev.langchain4j.model.chat.ChatModel;
import io.baton.agents.llm.Backend;
import io.baton.agents.llm.ModelException;
import io.baton.agents.llm.Reply;
import java.util.function.Function;

/**
 * A model that agents ask.
 *
 * @param backend the model
 * @param told makes of a failure what a person is told
 */
public record AskedModel(Backend backend, Function<ModelException, RuntimeException> told) {

  /** A model that is not at any address. */
  public static AskedModel of(ChatModel model) {
    return new AskedModel(Backend.of(model), failure -> failure);
  }

  /**
   * The data of a reply.
   *
   * @throws RuntimeException what a person is told, if there is no answer that can be used
   * @throws InterruptedException if the caller is interrupted
   */
  public <R> R data(Reply<R> reply) throws InterruptedException {
    try {
      return reply.data();
    } catch (ModelException e) {
      throw told.apply(e);
    }
  }
}
