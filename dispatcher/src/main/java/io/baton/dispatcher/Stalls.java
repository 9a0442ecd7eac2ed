package io.baton.dispatcher;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waits by means of Baton on the dispatcher's own thread, for which all routing stands still.
 * Confined to that thread, but for the count.
 */
final class Stalls {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Engine engine;
  private volatile long count;
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
