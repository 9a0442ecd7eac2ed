package io.baton.tracing;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.events.RunId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One thing that happened while events were dispatched. Immutable and thread-safe.
 *
 * <p>A parent's trace events come before its child's. Times are those of the dispatcher's clock;
 * {@code queueWait} and {@code work} are measured apart: how long an event waited for its agent,
 * and how long the agent took.
 */
public sealed interface TraceEvent {

  /** What all that one dispatch caused has in common. */
  CorrelationId correlationId();

  /** When it happened. */
  Instant time();

  /** A trace event about one delivery: one event to one agent. */
  sealed interface OfAgent extends TraceEvent {

    /** The event that was delivered. */
    EventId eventId();

    /** The name of the agent's route. */
    String agent();

    /** The number of the attempt, from 1; 0 if the delivery never reached its agent. */
    int attempt();

    /** What this says of how the delivery stands; empty if it says nothing of that. */
    default Optional<DeliveryOutcome> outcome() {
      return DeliveryOutcome.of(this);
    }
  }

  /**
   * An event was accepted, from an application or from an agent.
   *
   * @param envelope the event and what travels with it
   * @param time when it was accepted
   */
  record Dispatched(Envelope envelope, Instant time) implements TraceEvent {
    @Override
    public CorrelationId correlationId() {
      return envelope.correlationId();
    }
  }

  /**
   * No route took an event.
   *
   * @param envelope the event
   * @param time when that was found
   */
  record Unrouted(Envelope envelope, Instant time) implements TraceEvent {
    @Override
    public CorrelationId correlationId() {
      return envelope.correlationId();
    }
  }

  /**
   * A delivery waits for its agent, whose route bounds how many it works on at once, or in what
   * order. Where there is no such bound nothing waits, and this is not told.
   *
   * @param correlationId the event's correlation
   * @param eventId the event
   * @param agent the name of the agent's route
   * @param attempt 0, since there was none
   * @param time when it began to wait
   */
  record Queued(
      CorrelationId correlationId, EventId eventId, String agent, int attempt, Instant time)
      implements OfAgent {}

  /**
   * An agent was given an event.
   *
   * @param correlationId the event's correlation
   * @param eventId the event
   * @param agent the name of the agent's route
   * @param attempt the number of the attempt, from 1
   * @param time when it began
   * @param queueWait how long the event had waited for the agent
   * @param thread on what kind of thread
   */
  record AgentStarted(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      Duration queueWait,
      ThreadKind thread)
      implements OfAgent {}

  /**
   * An agent ended well.
   *
   * @param correlationId the event's correlation
   * @param eventId the event
   * @param agent the name of the agent's route
   * @param attempt the number of the attempt, from 1
   * @param time when it ended
   * @param queueWait how long the event had waited for the agent
   * @param work how long the agent took
   * @param answers how many events it answered
   */
  record AgentEnded(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      Duration queueWait,
      Duration work,
      int answers)
      implements OfAgent {}

  /**
   * An attempt of an agent failed.
   *
   * @param correlationId the event's correlation
   * @param eventId the event
   * @param agent the name of the agent's route
   * @param attempt the number of the attempt, from 1
   * @param time when it failed
   * @param queueWait how long the event had waited for the agent
   * @param work how long the agent took
   * @param cause why it failed
   */
  record AgentFailed(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      Duration queueWait,
      Duration work,
      Failure cause)
      implements OfAgent {}

  /**
   * An attempt of an agent took longer than its route allows: it was interrupted, and what it does
   * from now on is refused. That it failed is told apart.
   *
   * @param correlationId the event's correlation
   * @param eventId the event
   * @param agent the name of the agent's route
   * @param attempt the number of the attempt, from 1
   * @param time when its time was up
   * @param limit how long it was allowed to take
   */
  record TimedOut(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      Duration limit)
      implements OfAgent {}

  /**
   * A delivery that has failed is to be tried again.
   *
   * @param correlationId the event's correlation
   * @param eventId the event
   * @param agent the name of the agent's route
   * @param attempt the number of the attempt that failed, from 1
   * @param time when that was decided
   * @param delay how long the next attempt is waited with
   * @param cause why the attempt failed
   */
  record Retried(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      Duration delay,
      Failure cause)
      implements OfAgent {}

  /**
   * The recovery of a route has said what becomes of a delivery that failed.
   *
   * @param correlationId the event's correlation
   * @param eventId the event
   * @param agent the name of the agent's route
   * @param attempt the number of the attempt that failed, from 1
   * @param time when it was said
   * @param recovery the name of what is done
   */
  record Recovered(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      String recovery)
      implements OfAgent {}

  /**
   * An attempt was ended because its run has ended early: it was interrupted, its answer came too
   * late, or it was not made at all.
   *
   * @param correlationId the event's correlation
   * @param eventId the event
   * @param agent the name of the agent's route
   * @param attempt the number of the attempt, or of the last one if no further one was made; 0 if
   *     it never reached the agent
   * @param time when it was ended
   * @param queueWait how long the event had waited for the agent
   * @param work how long the agent had taken until then
   */
  record Cancelled(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      Duration queueWait,
      Duration work)
      implements OfAgent {}

  /**
   * A delivery failed for good.
   *
   * @param correlationId the event's correlation
   * @param eventId the event
   * @param agent the name of the agent's route
   * @param attempt the number of the last attempt; 0 if it never reached the agent
   * @param time when it was given up
   * @param cause why
   */
  record DeadLettered(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      Failure cause)
      implements OfAgent {}

  /**
   * A delivery was dropped before its agent had it, since the mailbox of its route was full.
   *
   * @param correlationId the event's correlation
   * @param eventId the event
   * @param agent the name of the agent's route
   * @param attempt 0, since there was none
   * @param time when it was dropped
   */
  record Dropped(
      CorrelationId correlationId, EventId eventId, String agent, int attempt, Instant time)
      implements OfAgent {}

  /**
   * The first part of a join came, by which the join is known from now on.
   *
   * @param correlationId the part's correlation
   * @param eventId the part
   * @param join the name of the join's route
   * @param time when it came
   */
  record JoinOpened(CorrelationId correlationId, EventId eventId, String join, Instant time)
      implements TraceEvent {}

  /**
   * A further part came to a join, which still waits for more. Of the first part and of the one
   * that closes a join, {@link JoinOpened} and {@link JoinClosed} tell.
   *
   * @param correlationId the part's correlation
   * @param eventId the part
   * @param join the name of the join's route
   * @param opener the part that opened the join
   * @param time when it came
   */
  record PartJoined(
      CorrelationId correlationId, EventId eventId, String join, EventId opener, Instant time)
      implements TraceEvent {}

  /**
   * A join closed. What it hands to its function is traced as a delivery of {@code opener} to the
   * agent {@code join}; what that answers has all {@code parts} as its causes.
   *
   * @param correlationId the correlation of its parts
   * @param join the name of the join's route
   * @param opener the part that opened it
   * @param time when it closed
   * @param closed why: the name of one of the ways in which a join closes
   * @param parts the events that it joined, in the order of its slots
   * @param missing the slots that were not filled
   */
  record JoinClosed(
      CorrelationId correlationId,
      String join,
      EventId opener,
      Instant time,
      String closed,
      List<EventId> parts,
      List<String> missing)
      implements TraceEvent {

    /** Copies. */
    public JoinClosed {
      parts = List.copyOf(parts);
      missing = List.copyOf(missing);
    }
  }

  /**
   * A part came to a join that did not keep it.
   *
   * @param correlationId the part's correlation
   * @param eventId the part
   * @param join the name of the join's route
   * @param time when it came; for one that turned out to be too many, when that was known
   * @param fate why it was not kept: {@code LATE}, {@code DUPLICATE} or {@code SUPERFLUOUS}
   */
  record PartDropped(
      CorrelationId correlationId, EventId eventId, String join, Instant time, String fate)
      implements TraceEvent {}

  /**
   * A key of working memory has a new value.
   *
   * @param correlationId the correlation of the event whose agent wrote it
   * @param eventId the event whose agent wrote it
   * @param key the name of the key
   * @param version the version of the new value
   * @param agent who wrote it
   * @param time when it was applied
   */
  record MemoryChanged(
      CorrelationId correlationId,
      EventId eventId,
      String key,
      long version,
      String agent,
      Instant time)
      implements TraceEvent {}

  /**
   * A run has its first event, which is told next.
   *
   * @param correlationId the run's correlation
   * @param run the run
   * @param parent the run whose agent started it, if it is a child run
   * @param eventId its first event
   * @param time when that was accepted
   */
  record RunStarted(
      CorrelationId correlationId, RunId run, Optional<RunId> parent, EventId eventId, Instant time)
      implements TraceEvent {}

  /**
   * A run ended.
   *
   * @param correlationId the run's correlation
   * @param run the run; empty if whoever traced it did not say
   * @param outcome how: the name of the run's outcome
   * @param handled deliveries that ended well
   * @param failed deliveries that failed for good
   * @param time when it ended
   * @param reason why it ended early, if it did
   */
  record RunEnded(
      CorrelationId correlationId,
      Optional<RunId> run,
      String outcome,
      long handled,
      long failed,
      Instant time,
      Optional<String> reason)
      implements TraceEvent {

    /** The end of a run of which only the correlation is known. */
    public RunEnded(
        CorrelationId correlationId, String outcome, long handled, long failed, Instant time) {
      this(correlationId, Optional.empty(), outcome, handled, failed, time, Optional.empty());
    }
  }

  /**
   * An agent's own note, by {@code context.trace}.
   *
   * @param correlationId the event's correlation
   * @param eventId the event that the agent was given
   * @param agent the name of the agent's route
   * @param attempt the number of the attempt, from 1
   * @param time when it was made
   * @param text the note
   */
  record Note(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      String text)
      implements OfAgent {}

  /**
   * An agent has called a language model, well or not.
   *
   * @param correlationId the event's correlation
   * @param eventId the event that the agent was given
   * @param agent the name of the agent's route
   * @param attempt the number of the agent's attempt, from 1
   * @param time when the call ended
   * @param provider who serves the model, such as {@code openai}; empty if that is not known
   * @param model the model's name
   * @param work how long the call took
   * @param firstToken how long it was until the first piece came; only of streamed calls
   * @param inputTokens the tokens of the question; 0 if that is not known
   * @param outputTokens the tokens of the answer; 0 if that is not known
   * @param cost what it cost, in the currency of the given price table
   * @param finish why the model stopped, such as {@code STOP}; empty if the call failed
   * @param cause why the call failed, if it did
   */
  record ModelCalled(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      String provider,
      String model,
      Duration work,
      Optional<Duration> firstToken,
      long inputTokens,
      long outputTokens,
      Optional<BigDecimal> cost,
      String finish,
      Optional<Failure> cause)
      implements OfAgent {}

  /**
   * An agent has called a tool for a model, well or not.
   *
   * @param correlationId the event's correlation
   * @param eventId the event that the agent was given
   * @param agent the name of the agent's route
   * @param attempt the number of the agent's attempt, from 1
   * @param time when the call ended
   * @param tool the tool's name
   * @param callId the model's id of the call
   * @param work how long the call took
   * @param cause why the call failed, if it did
   */
  record ToolCalled(
      CorrelationId correlationId,
      EventId eventId,
      String agent,
      int attempt,
      Instant time,
      String tool,
      String callId,
      Duration work,
      Optional<Failure> cause)
      implements OfAgent {}
}
