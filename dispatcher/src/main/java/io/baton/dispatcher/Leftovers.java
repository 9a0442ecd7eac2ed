package io.baton.dispatcher;

import org.slf4j.MDC;

/**
 * What an agent may have left behind on a thread that goes on to another event. Its own thread
 * locals cannot be known.
 */
final class Leftovers {

  private Leftovers() {}

  /** Clears the interrupt flag and the diagnostic context of the current thread. */
  static void clear() {
    Thread.interrupted();
    MDC.clear();
  }
}
