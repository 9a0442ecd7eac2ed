package io.baton.tracing.micrometer;

import io.baton.events.Failure;

/** Stands for a failure in a span: it has its type, and never its message, which may be secret. */
final class AgentFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  AgentFailure(Failure failure) {
    super(failure.type(), null, false, false);
  }
}
