package io.baton.samples.cli;

import io.baton.agents.AskFailedException;

/** Why a question got no answer. */
final class Unanswered {

  private Unanswered() {}

  /** What the first agent that failed says, or else what became of the run. */
  static String reason(AskFailedException failure) {
    return failure.report().deadLetters().stream()
        .map(letter -> letter.cause().message())
        .findFirst()
        .orElseGet(() -> String.valueOf(failure.getMessage()));
  }
}
