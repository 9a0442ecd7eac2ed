package io.baton.dispatcher;

import io.baton.agents.RunReport;
import io.baton.agents.WorkingMemory;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Everything that one event causes, as one thing that can be waited for: it ends exactly when the
 * last event of its tree is settled. Thread-safe.
 */
public interface Run {

  /** What all its events have in common. */
  CorrelationId correlationId();

  /**
   * The memory that its agents share. It ends with the run: then it is what the run left, and a
   * change throws {@link IllegalStateException}.
   */
  WorkingMemory memory();

  /**
   * Adds an event from outside. As {@link AsyncDispatcher#dispatch(Event)} it waits while the
   * dispatcher is full.
   *
   * @throws IllegalStateException if the run has ended, or inside an agent, which must not wait
   * @throws DispatcherClosedException if the dispatcher is closed or has failed
   * @throws DispatchInterruptedException if the caller is interrupted while it waits
   */
  void dispatch(Event event);

  /**
   * Waits for the end.
   *
   * @return what became of it; with the outcome {@code RUNNING} if the time is up first
   * @throws IllegalStateException inside an agent of this run, which would wait for itself
   * @throws InterruptedException if the caller is interrupted; the run goes on
   */
  RunReport await(Duration timeout) throws InterruptedException;

  /** The end as a future, which completes on a virtual thread, never on the dispatcher's. */
  CompletableFuture<RunReport> completion();

  /**
   * Ends it early: what is queued is skipped, what comes from it later is refused, and whoever
   * waits is told at once. Cancelling it twice, or after its end, does nothing.
   *
   * @param reason why, for the report
   */
  void cancel(String reason);

  /** What became of it so far. */
  RunReport report();
}
