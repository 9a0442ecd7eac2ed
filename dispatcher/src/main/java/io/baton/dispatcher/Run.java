package io.baton.dispatcher;

import io.baton.agents.RunReport;
import io.baton.agents.WorkingMemory;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.RunId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Everything that one event causes, as one thing that can be waited for: it ends exactly when the
 * last event of its tree is settled, that of child runs included. Thread-safe.
 */
public interface Run {

  /** Its identity, which no other run has. */
  RunId id();

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

  /**
   * The end as a future: the run was completed, or it was cancelled, has expired or has failed. It
   * completes on a virtual thread, never on the dispatcher's, and never with an exception;
   * cancelling it does nothing to the run.
   */
  CompletableFuture<RunReport> completion();

  /**
   * The moment when the last of it has really stopped, as a future. After an early end that is
   * later than {@link #completion}: an agent may go on for a while that nobody waits for any more.
   * It completes on a virtual thread, and never with an exception; if the dispatcher is closed or
   * fails before, then with that.
   */
  CompletableFuture<RunReport> ended();

  /**
   * Its events, as they are routed, from the first one that is still kept.
   *
   * @throws IllegalStateException if it was not started with {@link RunOptions#keepEvents}
   */
  Events events();

  /**
   * Ends it early: whoever waits is told at once, what is queued or delayed is skipped, its joins
   * are closed, its child runs are cancelled, and what its agents answer later is refused. Routes
   * on {@code RunCancelled} are told. Cancelling it twice, or after its end, does nothing.
   *
   * @param reason why, for the report
   */
  void cancel(String reason);

  /** What became of it so far. */
  RunReport report();

  /**
   * The events of a run and of its child runs: a parent comes before its children, and there is no
   * other order. Every reader sees the same, from the oldest event that is kept to the end of the
   * run. The run never waits for a reader: one that is overtaken goes on with the oldest event that
   * is kept then. Thread-safe; an iterator is for one thread.
   *
   * <p>An iterator waits for the next event, and ends with the run, however that ended. It throws
   * {@link DispatchInterruptedException} when its thread is interrupted, and {@link
   * IllegalStateException} inside an agent of the run, which would wait for itself.
   *
   * <p>A subscriber is called on a virtual thread of its own. {@code onComplete} comes after the
   * last event, however the run ended, and {@code onError} only for a request that is not positive.
   * One that throws is logged and called no more.
   */
  interface Events extends Iterable<Envelope>, Flow.Publisher<Envelope> {

    /**
     * Waits for an event: gives the first of a type among those that are kept, at once if it is
     * there already, or else the next one that comes.
     *
     * @return empty if the time is up, or the run ends, before one has come
     * @throws IllegalStateException inside an agent of the run, which would wait for itself
     * @throws InterruptedException if the caller is interrupted
     */
    <T extends Event> Optional<T> await(Class<T> type, Duration timeout)
        throws InterruptedException;

    /** How many of the oldest events are kept no longer. */
    long lost();
  }
}
