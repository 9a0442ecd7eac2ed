package io.baton.samples.cli;

import io.baton.dispatcher.DrainReport;
import io.baton.samples.cli.Tally.Totals;
import java.util.Locale;

/** The figures of a whole job. */
final class ClosingTable {
  private static final double NANOS = 1e9;

  private ClosingTable() {}

  static String of(Totals totals, DrainReport report) {
    double seconds = Math.max(totals.time().toNanos(), 1) / NANOS;
    var table = new StringBuilder();
    row(table, "documents", "%,d analyzed, %,d failed", totals.analyzed(), totals.failed());
    row(table, "events", "%,d handled, %,d failed", report.handled(), report.failed());
    row(table, "time", "%.2f s", seconds);
    row(
        table,
        "throughput",
        "%,.1f documents/s, %,.0f words/s",
        totals.analyzed() / seconds,
        totals.words() / seconds);
    totals
        .slowest()
        .ifPresent(slowest ->
            row(
                table,
                "slowest",
                "%s, %,d ms of work",
                SafeText.of(slowest.name()),
                slowest.work().toMillis()));
    return table.toString();
  }

  private static void row(StringBuilder table, String label, String format, Object... values) {
    table.append(String.format(Locale.ROOT, "%-11s ", label));
    table.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
