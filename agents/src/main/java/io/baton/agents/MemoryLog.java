package io.baton.agents;

import io.baton.agents.WorkingMemory.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where failures of foreign code that a memory calls are told; loaded when there is one. */
final class MemoryLog {

  private static final Logger log = LoggerFactory.getLogger(WorkingMemory.class);

  private MemoryLog() {}

  static void listenerFailed(Change change, Throwable cause) {
    String message = "memory listener failed, further failures are not logged: key={} version={}";
    try {
      log.error(message, change.key(), change.version(), cause);
    } catch (Throwable e) {
      // An exception's own methods are foreign code, and may fail.
      log.error(message + " failure={}", change.key(), change.version(), cause.getClass());
    }
  }

  static void observerFailed(int changes, Throwable cause) {
    log.error("memory observer failed: changes={}", changes, cause);
  }
}
