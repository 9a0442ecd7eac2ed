package io.baton.dispatcher;

import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceSource;
import io.baton.tracing.Tracer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the tracers of a dispatcher. What it throws stays here, and when it goes on failing it is
 * switched off. Thread-safe as far as the tracer is.
 */
final class IsolatedTracer {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Tracer tracer;
  private final String dispatcher;
  private final boolean isNonBlocking;
  private final Strikes strikes;

  IsolatedTracer(Tracer tracer, String dispatcher) {
    this.tracer = tracer;
    this.dispatcher = dispatcher;
    isNonBlocking = tracer.isNonBlocking();
    strikes = new Strikes("tracer", dispatcher, name());
  }

  /** What tells it from others; its own text is foreign code. */
  String name() {
    return tracer.getClass().getName();
  }

  /** Whether it may be called by the dispatcher's and the agents' threads. */
  boolean isNonBlocking() {
    return isNonBlocking;
  }

  /** Whether it was switched off. */
  boolean isOut() {
    return strikes.isOut();
  }

  boolean isEnabled() {
    if (strikes.isOut()) {
      return false;
    }
    try {
      return tracer.isEnabled();
    } catch (Throwable e) {
      strikes.miss(e);
      return false;
    }
  }

  void trace(TraceEvent event) {
    try {
      tracer.trace(event);
      strikes.hit();
    } catch (Throwable e) {
      strikes.miss(e);
    }
  }

  /** It has used up the stack or the memory of a thread that is its own, and harmed nobody else. */
  void failed(VirtualMachineError error) {
    strikes.count(error);
  }

  void started(TraceSource source) {
    tracer.started(source);
  }

  void stopped(TraceSource source) {
    try {
      tracer.stopped(source);
    } catch (Throwable e) {
      log.error("tracer failed at the end: dispatcher={} tracer={}", dispatcher, name(), e);
    }
  }
}
