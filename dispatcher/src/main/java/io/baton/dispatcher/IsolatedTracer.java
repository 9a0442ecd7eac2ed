package io.baton.dispatcher;

import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceSource;
import io.baton.tracing.Tracer;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the tracers of a dispatcher. What it throws stays here, and when it goes on failing it is
 * switched off. Thread-safe as far as the tracer is.
 */
final class IsolatedTracer {

  static final int MOST_FAILURES = 10;

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Tracer tracer;
  private final String dispatcher;
  private final boolean isNonBlocking;
  private final AtomicInteger failures = new AtomicInteger();

  /** Read often and seldom written: a tracer that is switched off may get a few events more. */
  private boolean isOff;

  IsolatedTracer(Tracer tracer, String dispatcher) {
    this.tracer = tracer;
    this.dispatcher = dispatcher;
    isNonBlocking = tracer.isNonBlocking();
  }

  /** What tells it from others; its own text is foreign code. */
  String name() {
    return tracer.getClass().getName();
  }

  /** Whether it may be called by the dispatcher's and the agents' threads. */
  boolean isNonBlocking() {
    return isNonBlocking;
  }

  boolean isEnabled() {
    if (isOff) {
      return false;
    }
    try {
      return tracer.isEnabled();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      failed(e);
      return false;
    }
  }

  void trace(TraceEvent event) {
    try {
      tracer.trace(event);
      if (failures.get() > 0) {
        failures.set(0);
      }
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      failed(e);
    }
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

  private void failed(Throwable cause) {
    if (failures.incrementAndGet() == MOST_FAILURES) {
      isOff = true;
      log.error(
          "tracer switched off: dispatcher={} tracer={} failures={}",
          dispatcher,
          name(),
          MOST_FAILURES,
          cause);
    }
  }
}
