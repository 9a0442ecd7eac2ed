package io.baton.dispatcher;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes all routing stand still: waits by means of Baton on the dispatcher's own thread, and
 * agents that take long there. Confined to that thread, but for the count.
 *
 * <p>To time each call would cost more than many a call does, so only batches are timed, and the
 * calls in those that follow a long one.
 */
final class Stalls {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private static final long LONG_NANOS = 10_000_000;
  private static final int WATCHED_BATCHES = 64;
  private static final long UNTIMED = Long.MIN_VALUE;

  private final Engine engine;
  private volatile long count;
  private int watched;
  private boolean isFunctionWarned;

  Stalls(Engine engine) {
    this.engine = engine;
  }

  /** How many there were; for any thread. */
  long count() {
    return count;
  }

  /**
   * Something is about to wait.
   *
   * @param inside the agent that does; null if it is a function that the dispatcher calls for
   *     itself
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only one thread writes
  void add(@Nullable Context inside, Object forWhat) {
    count++;
    if (inside != null) {
      if (inside.route().warnOfStall()) {
        warn(inside.route().name(), "make its route VIRTUAL", forWhat);
      }
    } else if (!isFunctionWarned) {
      isFunctionWarned = true;
      warn("none, but a predicate, key function or tracer", "it must never wait", forWhat);
    }
  }

  /** A batch that began then has ended. */
  void batchEnded(long beganNanos) {
    if (System.nanoTime() - beganNanos > LONG_NANOS) {
      watched = WATCHED_BATCHES;
    } else if (watched > 0) {
      watched--;
    }
  }

  /** Whether the calls of this batch are timed. */
  boolean isWatching() {
    return watched > 0;
  }

  /** An agent is about to be called; gives what {@link #callEnded} needs. */
  long callBegins() {
    return isWatching() ? System.nanoTime() : UNTIMED;
  }

  /** The agent of a route has been called. */
  void callEnded(RouteEntry route, long began) {
    if (began == UNTIMED) {
      return;
    }
    long nanos = System.nanoTime() - began;
    if (nanos > LONG_NANOS && route.tookLongAgain() && route.warnOfStall()) {
      log.warn(
          "an agent takes long on the dispatcher's own thread, where all routing stands still; make"
              + " its route VIRTUAL: dispatcher={} agent={} millis={}",
          engine.name(),
          route.name(),
          nanos / 1_000_000);
    }
  }

  private void warn(String agent, String remedy, Object forWhat) {
    log.warn(
        "waiting on the dispatcher's own thread, where all routing stands still; {}:"
            + " dispatcher={} agent={} waitsFor={}",
        remedy,
        engine.name(),
        agent,
        forWhat);
  }
}
