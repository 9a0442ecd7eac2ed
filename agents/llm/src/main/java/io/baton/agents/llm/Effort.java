package io.baton.agents.llm;

/**
 * What a task has taken so far. Immutable.
 *
 * @param steps how many answers of the model that could be used
 * @param tokens how many tokens, in and out, as far as the model's service counts them; also those
 *     of answers that could not be used
 */
public record Effort(int steps, long tokens) {

  static final Effort NONE = new Effort(0, 0);

  Effort plus(ReplyMeta reply) {
    return new Effort(steps + 1, tokens + reply.inputTokens() + reply.outputTokens());
  }

  Effort plus(ModelException failure) {
    return new Effort(steps, tokens + failure.tokens());
  }

  Effort plus(Effort other) {
    return new Effort(steps + other.steps, tokens + other.tokens);
  }
}
