package io.baton.agents;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an agent may know and do beside its event, for one delivery.
 *
 * <p>It is valid until the delivery has settled; later every method throws {@link
 * IllegalStateException}. It may be used from any thread until then, except that of an agent on the
 * dispatcher's own thread ({@code INLINE}), which is valid only inside {@code receive}.
 */
public interface AgentContext {

  /** The event with all that travels beside it. */
  Envelope envelope();

  /** What all events that the same dispatch caused have in common. */
  CorrelationId correlationId();

  /** The name of the route by which the event came. */
  String agentName();

  /**
   * The memory that all agents share. Changes made through this view are seen by this delivery at
   * once and by others when it has settled well, together with those of {@link #runMemory()}; if it
   * fails, they are dropped.
   *
   * <p>The view may be used by any thread by which the context may be. A use after the delivery has
   * settled, reading or writing, throws {@link IllegalStateException}. A change that another thread
   * makes at the moment of settling is either applied with the others or refused, never lost.
   */
  WorkingMemory memory();

  /**
   * The memory of the run that the event belongs to; a view with all that is said of {@link
   * #memory()}. The memory ends with the run.
   *
   * @throws IllegalStateException if the event belongs to no run
   */
  WorkingMemory runMemory();

  /**
   * Publishes an event at once, as a follow-up of this one, without waiting for the delivery to end
   * well. It never blocks. When the delivery is tried again it is published again, with the same
   * id.
   */
  void emit(Event event);

  /**
   * Publishes an event after a delay, as a follow-up of this one; withdrawn if this attempt fails.
   *
   * @throws IllegalArgumentException if {@code delay} is negative
   */
  void emitLater(Event event, Duration delay);

  /**
   * Starts a child run with this event and gives its answer: the first event of the type. It is
   * cancelled with its parent.
   */
  <T extends Event> Answer<T> ask(Event event, Class<T> type);

  /** When the run that the event belongs to expires, if it does. */
  Optional<Instant> deadline();

  /** How long it is until {@link #deadline()}; zero when it has passed. */
  Optional<Duration> remaining();

  /**
   * Whether the run was cancelled or has expired, or the time of this attempt is up, so that going
   * on is of no use. Unlike the others, this method may be called then.
   */
  boolean isCancelled();

  /**
   * Cancels the run that the event belongs to; without one, nothing happens.
   *
   * @param reason why, for its report
   */
  void cancelRun(String reason);

  /** The number of this attempt, from 1. */
  int attempt();

  /**
   * A text that is the same for every attempt of this delivery, and for no other delivery: for
   * services that want to know a repeated request.
   */
  String idempotencyKey();

  /** Leaves a note in the trace; nothing happens when nobody traces. */
  void trace(String text);

  /**
   * Where a library tells what it does for the agent, such as calls of models. It never throws, and
   * stays valid when the delivery has settled; it is not enabled when nobody traces.
   */
  Tracer tracer();

  /** The clock of what runs the agent. It stays valid when the delivery has settled. */
  TimeSource time();
}
