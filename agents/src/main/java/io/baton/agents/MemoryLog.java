package io.baton.agents;

import io.baton.agents.WorkingMemory.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where failures of foreign code that a memory calls are told; loaded when there is one. */
final class MemoryLog {

  private static final Logger log = LoggerFactory.getLogger(WorkingMemory.class);

  private MemoryLog() {}

  static void listenerFailed(Change change, Throwable cause) {
    log.error(
        "memory listener failed, further failures are not logged: key={} version={}",
        change.key(),
        change.version(),
        cause);
  }

  static void observerFailed(int changes, Throwable cause) {
    log.error("memory observer failed: changes={}", changes, cause);
  }
}
