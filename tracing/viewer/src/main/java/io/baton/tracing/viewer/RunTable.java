package io.baton.tracing.viewer;

import io.baton.events.CorrelationId;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The correlations that came last, the oldest first. Guarded by the lock of its picture. */
final class RunTable {

  /** Of how many rows also what the first event says is searched. */
  private static final int MOST_LOOKED_INTO = 5_000;

  private final SequencedMap<CorrelationId, RunRow> rows = new LinkedHashMap<>();
  private final int capacity;
  private final Redactor redactor;
  private long left;

  RunTable(int capacity, Redactor redactor) {
    this.capacity = capacity;
    this.redactor = redactor;
  }

  void apply(TraceEvent event, long tick) {
    CorrelationId id = event.correlationId();
    RunRow row = rows.get(id);
    if (row == null) {
      if (rows.size() == capacity) {
        rows.pollFirstEntry();
        left++;
      }
      row = new RunRow(id, event.time());
      rows.put(id, row);
    }
    row.apply(event, tick);
  }

  /** What has changed since a tick: those that failed first, then the newest. */
  Found changedSince(long tick, int most) {
    return found(row -> row.changed() > tick, most);
  }

  /** What a user looks for. */
  Found find(String text, String state, int most) {
    String lower = text.toLowerCase(Locale.ROOT);
    Set<RunRow> lookedInto =
        newestFirst()
            .limit(MOST_LOOKED_INTO)
            .collect(
                Collectors.toCollection(() -> Collections.newSetFromMap(new IdentityHashMap<>())));
    return found(
        row ->
            isIn(state, row)
                && (row.matches(lower) || (lookedInto.contains(row) && row.says(lower, redactor))),
        most);
  }

  private static boolean isIn(String state, RunRow row) {
    return switch (state) {
      case "open" -> row.isOpen();
      case "failed" -> row.hasFailed();
      case "done" -> !row.isOpen() && !row.hasFailed();
      default -> true;
    };
  }

  private Found found(Predicate<RunRow> predicate, int most) {
    List<RunRow> all = newestFirst().filter(predicate).toList();
    List<RunRow.View> shown =
        all.stream()
            .sorted(Comparator.comparing(row -> !row.hasFailed()))
            .limit(most)
            .map(row -> row.view(redactor))
            .toList();
    return new Found(shown, all.size() - shown.size());
  }

  private Stream<RunRow> newestFirst() {
    return rows.sequencedValues().reversed().stream();
  }

  int size() {
    return rows.size();
  }

  /** How many are no longer in the table. */
  long left() {
    return left;
  }

  /**
   * Rows of the table.
   *
   * @param rows as many as may be shown
   * @param more how many others there are
   */
  record Found(List<RunRow.View> rows, long more) {}
}
