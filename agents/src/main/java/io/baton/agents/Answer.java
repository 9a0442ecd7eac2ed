package io.baton.agents;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The answer to one question, which may not have come yet. Thread-safe.
 *
 * @param <T> what is answered
 */
public interface Answer<T> {

  /**
   * Waits for the answer.
   *
   * @throws AskFailedException if the run ended without one
   * @throws InterruptedException if the caller is interrupted; the run goes on
   */
  T get() throws InterruptedException;

  /**
   * Waits for the answer, at most so long.
   *
   * @throws AskFailedException if the run ended without one, or the time has passed; the run goes
   *     on
   * @throws InterruptedException if the caller is interrupted; the run goes on
   */
  T get(Duration timeout) throws InterruptedException;

  /**
   * The answer as a future, which completes on a virtual thread, never on the dispatcher's. Its
   * failure is an {@link AskFailedException}; cancelling it does not cancel the run.
   */
  CompletableFuture<T> future();

  /** Cancels the run; whoever waits is told at once. */
  void cancel();
}
