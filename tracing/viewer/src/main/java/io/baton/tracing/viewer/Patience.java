package io.baton.tracing.viewer;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets threads go that the other side of a connection keeps waiting, since it sends half a request
 * or does not read its answer. An interrupt closes the channel that a thread waits for.
 * Thread-safe.
 */
final class Patience {

  private final ConcurrentHashMap<Thread, Long> waiting = new ConcurrentHashMap<>();
  private final long nanos;

  Patience(Duration limit) {
    nanos = limit.toNanos();
  }

  /** From now on this thread waits for the other side. */
  void begin() {
    waiting.put(Thread.currentThread(), System.nanoTime());
  }

  /** What this thread does now is its own doing, and may take its time. */
  void end() {
    waiting.remove(Thread.currentThread());
  }

  /** Does what begins with waiting. */
  void around(Runnable exchange) {
    begin();
    try {
      exchange.run();
    } finally {
      end();
    }
  }

  /**
   * Interrupts whoever has waited too long; under the lock of its entry, so that it still waits.
   */
  void check() {
    long now = System.nanoTime();
    waiting
        .keySet()
        .forEach(thread ->
            waiting.computeIfPresent(
                thread,
                (each, start) -> {
                  if (now - start > nanos) {
                    each.interrupt();
                  }
                  return start;
                }));
  }
}
