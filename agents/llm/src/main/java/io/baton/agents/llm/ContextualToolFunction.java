package io.baton.agents.llm;

import org.jspecify.annotations.Nullable;

/**
 * What a tool does with its input, knowing who calls it.
 *
 * @param <I> the input
 * @param <O> the output
 */
@FunctionalInterface
public interface ContextualToolFunction<I, O> {

  /**
   * Does it. It may block, and should end when it is interrupted.
   *
   * @return the output; null says that it is done
   * @throws Exception if it fails: the model is told the message, so that it can do something else
   */
  @Nullable O apply(I input, ToolContext context) throws Exception;
}
