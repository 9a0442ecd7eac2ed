package io.baton.dispatcher;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The failures of a tracer, or of what it puts around agents, one after the other: with the tenth
 * it is out. Thread-safe.
 */
final class Strikes {

  static final int MOST = 10;

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final String what;
  private final String dispatcher;
  private final String tracer;
  private final AtomicInteger strikes = new AtomicInteger();

  /** Read often and seldom written: what is out may be called a few times more. */
  private boolean isOut;

  Strikes(String what, String dispatcher, String tracer) {
    this.what = what;
    this.dispatcher = dispatcher;
    this.tracer = tracer;
  }

  boolean isOut() {
    return isOut;
  }

  /** It has done well. */
  void hit() {
    if (strikes.get() > 0) {
      strikes.set(0);
    }
  }

  /** It has thrown something; an error of the machine itself is handed on. */
  void miss(Throwable cause) {
    if (cause instanceof VirtualMachineError error) {
      throw error;
    }
    count(cause);
  }

  /** As {@link #miss}, on a thread that is the tracer's own: there it has only itself to blame. */
  void count(Throwable cause) {
    if (strikes.incrementAndGet() == MOST) {
      isOut = true;
      log.error(
          "{} switched off: dispatcher={} tracer={} failures={}",
          what,
          dispatcher,
          tracer,
          MOST,
          cause);
    }
  }
}
