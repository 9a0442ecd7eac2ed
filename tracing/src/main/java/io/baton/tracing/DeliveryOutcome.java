package io.baton.tracing;

import java.util.Optional;

/** How one delivery, of one event to one agent, stands or has ended. */
public enum DeliveryOutcome {
  /** It waits for its agent, which works on others. */
  WAITING,
  /** Its agent works on it. */
  RUNNING,
  /** An attempt has failed, and the next one is waited for. */
  RETRYING,
  /** An attempt has failed, and what becomes of it is not known. */
  FAILED,
  /** Its agent ended well. */
  HANDLED,
  /** It failed, and the recovery of its route answered in the agent's place. */
  RECOVERED,
  /** Its run ended before it did. */
  CANCELLED,
  /** It was dropped before its agent had it, since the mailbox of its route was full. */
  DROPPED,
  /** It failed for good, and is a dead letter. */
  DEAD;

  private static final String REPLACE = "Replace";

  /** Whether it goes on: it waits, runs or is to be tried again. */
  public boolean isOpen() {
    return this == WAITING || this == RUNNING || this == RETRYING;
  }

  /** Whether it came to nothing because something went wrong: it failed, is dead or was dropped. */
  public boolean isFailure() {
    return this == FAILED || this == DEAD || this == DROPPED;
  }

  /** What a trace event about a delivery says of it; empty if it says nothing. */
  static Optional<DeliveryOutcome> of(TraceEvent.OfAgent event) {
    return switch (event) {
      case TraceEvent.Queued _ -> Optional.of(WAITING);
      case TraceEvent.AgentStarted _ -> Optional.of(RUNNING);
      case TraceEvent.AgentEnded _ -> Optional.of(HANDLED);
      case TraceEvent.AgentFailed _ -> Optional.of(FAILED);
      case TraceEvent.Retried _ -> Optional.of(RETRYING);
      case TraceEvent.Recovered recovered ->
          recovered.recovery().equals(REPLACE) ? Optional.of(RECOVERED) : Optional.empty();
      case TraceEvent.Cancelled _ -> Optional.of(CANCELLED);
      case TraceEvent.Dropped _ -> Optional.of(DROPPED);
      case TraceEvent.DeadLettered _ -> Optional.of(DEAD);
      case TraceEvent.TimedOut _,
          TraceEvent.Note _,
          TraceEvent.ModelCalled _,
          TraceEvent.ToolCalled _ ->
          Optional.empty();
    };
  }
}
