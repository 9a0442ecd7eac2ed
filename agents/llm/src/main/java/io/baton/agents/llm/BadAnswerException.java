package io.baton.agents.llm;

/** An answer cannot be used; its message tells a model why. */
final class BadAnswerException extends Exception {

  private static final long serialVersionUID = 1;

  private final String reason;

  BadAnswerException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Why it cannot be used, for the model. */
  String reason() {
    return reason;
  }
}
