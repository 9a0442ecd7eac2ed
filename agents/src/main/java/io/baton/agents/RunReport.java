package io.baton.agents;

import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a run, or of it so far.
 *
 * @param correlationId what all its events have in common
 * @param outcome how it ended
 * @param reason why it was cancelled or failed, where that is known
 * @param handled deliveries that ended well
 * @param failed deliveries that failed for good
 * @param unrouted events that no route took
 * @param cancelled deliveries that were skipped or refused because the run had ended early
 * @param dropped deliveries that were dropped because a route's mailbox was full
 * @param openJoins joins that still wait for parts
 * @param deadLetters the first of its dead letters, at most 100
 * @param elapsed from its start to its end, or until now
 */
public record RunReport(
    CorrelationId correlationId,
    RunOutcome outcome,
    Optional<String> reason,
    long handled,
    long failed,
    long unrouted,
    long cancelled,
    long dropped,
    int openJoins,
    List<DeadLetter> deadLetters,
    Duration elapsed) {

  /** Copies. */
  public RunReport {
    deadLetters = List.copyOf(deadLetters);
  }
}
