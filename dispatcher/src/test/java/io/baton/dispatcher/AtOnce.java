package io.baton.dispatcher;

import io.baton.tracing.TraceEvent;
import io.baton.tracing.Tracer;

/** A tracer that is called on the dispatcher's and the agents' threads, and hands on to another. */
record AtOnce(Tracer to) implements Tracer {

  @Override
  public void trace(TraceEvent event) {
    to.trace(event);
  }

  @Override
  public boolean isNonBlocking() {
    return true;
  }
}
