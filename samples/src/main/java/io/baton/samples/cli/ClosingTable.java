package io.baton.samples.cli;

import io.baton.dispatcher.DrainReport;
import io.baton.samples.cli.Tally.Totals;
import io.baton.samples.text.TextEvent.Combined;
import java.util.Locale;

/** The figures of a whole job. */
final class ClosingTable {
  private static final double NANOS = 1e9;

  private ClosingTable() {}

  static String of(Totals totals, DrainReport report) {
    double seconds = Math.max(totals.time().toNanos(), 1) / NANOS;
    return String.format(
        Locale.ROOT,
        """
        documents   %,d analyzed, %,d failed
        events      %,d deliveries handled, %,d failed
        time        %.2f s
        throughput  %,.1f documents/s, %,.0f words/s
        slowest     %s
        """,
        totals.analyzed(),
        totals.failed(),
        report.handled(),
        report.failed(),
        seconds,
        totals.analyzed() / seconds,
        totals.words() / seconds,
        totals.slowest().map(ClosingTable::slowest).orElse("none"));
  }

  private static String slowest(Combined result) {
    return String.format(
        Locale.ROOT, "%s, %,d ms of work", SafeText.of(result.name()), result.work().toMillis());
  }
}
