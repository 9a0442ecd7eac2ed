package io.baton.agents.llm;

import java.io.IOException;

/** A stream ended before its end. */
final class CutOffException extends IOException {

  private static final long serialVersionUID = 1;

  CutOffException(String message) {
    super(message);
  }
}
