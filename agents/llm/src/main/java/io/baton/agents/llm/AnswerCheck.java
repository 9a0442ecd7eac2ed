package io.baton.agents.llm;

import java.util.function.Predicate;

/**
 * What must hold of an answer.
 *
 * @param what says so, for the model
 */
record AnswerCheck<R>(String what, Predicate<? super R> rule) {

  void apply(R answer) throws BadAnswerException {
    if (!rule.test(answer)) {
      throw new BadAnswerException("this does not hold of it: " + what);
    }
  }
}
