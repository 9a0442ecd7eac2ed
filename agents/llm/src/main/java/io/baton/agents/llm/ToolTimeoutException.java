package io.baton.agents.llm;

/** A call of a tool took longer than it may; its thread was interrupted. */
final class ToolTimeoutException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ToolTimeoutException(String message) {
    super(message);
  }
}
