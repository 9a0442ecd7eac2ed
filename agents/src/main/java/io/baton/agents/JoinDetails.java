package io.baton.agents;

import io.baton.events.CorrelationId;
import io.baton.events.EventId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What most joins do without: kept apart, so that these are small. */
final class JoinDetails {

  static final int UNKNOWN = -1;

  final @Nullable RunJoins run;
  final @Nullable Object by;

  /** As it was at first: a value that changes must not get lost in the table. */
  final int hashOfBy;

  /** When it was opened, by the engine's clock, where joins have a time limit. */
  final long openedNanos;

  /** The earliest deadline of the parts. */
  long deadlineMillis = Long.MAX_VALUE;

  /** How many parts a counted join needs, as soon as that is known. */
  int count = UNKNOWN;

  /** How many of them have come. */
  int counted;

  /** The parts that will never come; null for none. */
  @Nullable List<Loss> losses;

  /** Whether it waits for parts from outside of its run. */
  boolean waitsForOutside;

  /** Who still worked on the parts of each slot when it closed; null if that was not asked. */
  @Nullable List<List<String>> workers;

  // Its neighbours among the open joins of its run.
  @Nullable JoinClosing olderOfRun;
  @Nullable JoinClosing newerOfRun;

  JoinDetails(@Nullable RunJoins run, @Nullable Object by, long openedNanos) {
    this.run = run;
    this.by = by;
    this.hashOfBy = by == null ? 0 : by.hashCode();
    this.openedNanos = openedNanos;
  }

  /** As {@link JoinClosing#key}, for a correlation. */
  EventId key(long high, long low) {
    if (by == null) {
      return new EventId(high, low);
    }
    var name = CorrelationId.of(by.getClass().getName() + ":" + textOf(by));
    return run == null
        ? new EventId(name.high(), name.low())
        : new EventId(high ^ name.high(), low ^ name.low());
  }

  /** The value's own text; none if its method fails, which must harm nobody else. */
  private static String textOf(Object by) {
    try {
      return by.toString();
    } catch (RuntimeException _) {
      return "";
    }
  }
}
