package io.baton.agents;

import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a run, or of it so far. What its child runs did is counted too.
 *
 * @param id its identity
 * @param correlationId what all its events have in common
 * @param outcome how it ended
 * @param reason why it was cancelled, expired or failed; empty otherwise
 * @param events events that were routed for it, system events left aside
 * @param handled deliveries that ended well
 * @param failed deliveries that failed for good
 * @param unrouted events that no route took
 * @param cancelled events and deliveries that were skipped or refused because the run had ended
 *     early
 * @param dropped deliveries that were dropped because a route's mailbox was full
 * @param active what has not stopped yet: events, deliveries, delayed events and child runs; after
 *     an early end it may be positive for a while
 * @param waiting the names of its joins that still wait for parts; at most 100
 * @param deadLetters the first of its dead letters, at most 100
 * @param lostEvents events that were recorded and are kept no longer
 * @param elapsed from its start to its end, or until now
 */
public record RunReport(
    RunId id,
    CorrelationId correlationId,
    RunOutcome outcome,
    Optional<String> reason,
    long events,
    long handled,
    long failed,
    long unrouted,
    long cancelled,
    long dropped,
    int active,
    List<String> waiting,
    List<DeadLetter> deadLetters,
    long lostEvents,
    Duration elapsed) {

  private static final int LETTERS_SHOWN = 3;

  /** Copies. */
  public RunReport {
    waiting = List.copyOf(waiting);
    deadLetters = List.copyOf(deadLetters);
  }

  /** A report of a run in which nothing has happened, as tests of agents need it. */
  static RunReport empty(CorrelationId correlation, RunOutcome outcome) {
    return new RunReport(
        new RunId(correlation.high(), correlation.low()),
        correlation,
        outcome,
        Optional.empty(),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(),
        List.of(),
        0,
        Duration.ZERO);
  }

  /** The number of its joins that still wait for parts. */
  public int openJoins() {
    return waiting.size();
  }

  /** One line that says all of it; of the first dead letters only who failed and why. */
  @Override
  public String toString() {
    var text = new StringBuilder("run " + correlationId + " is " + outcome);
    reason.ifPresent(why -> text.append(": ").append(why));
    double seconds = elapsed.toNanos() / 1e9;
    text.append(String.format(Locale.ROOT, "; after %.3f s; %d events", seconds, events));
    text.append(", " + handled + " handled, " + failed + " failed, " + unrouted + " unrouted, ");
    text.append(cancelled + " cancelled");
    append(text, dropped > 0, ", " + dropped + " dropped");
    append(text, active > 0, "; not stopped: " + active);
    append(text, !waiting.isEmpty(), "; open joins: " + waiting);
    append(text, lostEvents > 0, "; recorded events lost: " + lostEvents);
    deadLetters.stream()
        .limit(LETTERS_SHOWN)
        .forEach(letter ->
            text.append("; ").append(letter.agent()).append(" failed: ").append(letter.cause()));
    append(text, deadLetters.size() > LETTERS_SHOWN, "; ...");
    return text.toString();
  }

  private static void append(StringBuilder text, boolean isSo, String part) {
    if (isSo) {
      text.append(part);
    }
  }
}
