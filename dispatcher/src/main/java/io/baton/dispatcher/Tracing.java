package io.baton.dispatcher;

import io.baton.agents.RunReport;
import io.baton.agents.TimeSource;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceSource;
import io.baton.tracing.Tracer;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a tracer's failures away from dispatching, and switches it off when it goes on failing. */
final class Tracing implements Tracer {

  static final int MOST_FAILURES = 10;

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Tracer tracer;
  private final TimeSource time;
  private final boolean isWanted;
  private final AtomicInteger failures = new AtomicInteger();

  /** Read often and seldom written: a tracer that is switched off may get a few events more. */
  private boolean isOff;

  Tracing(Tracer tracer, TimeSource time) {
    this.tracer = tracer;
    this.time = time;
    isWanted = !tracer.equals(Tracer.none());
    isOff = !isWanted;
  }

  /** Whether there is a tracer at all. */
  boolean isWanted() {
    return isWanted;
  }

  /** Whether trace events are to be built. */
  boolean isOn() {
    return isEnabled();
  }

  @Override
  public boolean isEnabled() {
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

  @Override
  public void trace(TraceEvent event) {
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

  @Override
  public void started(TraceSource source) {
    tracer.started(source);
  }

  @Override
  public void stopped(TraceSource source) {
    try {
      tracer.stopped(source);
    } catch (RuntimeException e) {
      log.error("tracer failed at the end: dispatcher={}", source.name(), e);
    }
  }

  private void failed(Throwable cause) {
    if (failures.incrementAndGet() == MOST_FAILURES) {
      isOff = true;
      log.error("tracer switched off: failures={}", MOST_FAILURES, cause);
    }
  }

  void runEnded(RunReport report) {
    if (isOn()) {
      trace(
          new TraceEvent.RunEnded(
              report.correlationId(),
              report.outcome().name(),
              report.handled(),
              report.failed(),
              time.now()));
    }
  }
}
