package io.baton.dispatcher;

import io.baton.events.EventId;
import java.util.concurrent.CompletableFuture;

/**
 * Code of an application that runs beside the agents, started by {@link AsyncDispatcher#spawn}.
 * Thread-safe.
 *
 * @param <T> what it gives
 */
public interface Spawned<T> {

  /** Its identity, which nothing else has; a dead letter of it has it as the id of its event. */
  EventId id();

  /** The name that it was given, by which a drain report names it. */
  String name();

  /**
   * What it gives, as a future, which completes on a virtual thread of its own. It fails with what
   * the code throws, which becomes a dead letter as well, and with a {@code CancellationException}
   * at once if it is cancelled; cancelling the future does not cancel the code.
   */
  CompletableFuture<T> future();

  /** Whether it has really ended; while it has not, the dispatcher is not drained. */
  boolean isEnded();

  /** Interrupts it. It has ended when it comes back from that; cancelling it twice does nothing. */
  void cancel();
}
