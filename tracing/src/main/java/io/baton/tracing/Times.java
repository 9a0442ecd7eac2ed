package io.baton.tracing;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Times {

  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000 * MICRO;
  private static final long SECOND = 1_000 * MILLI;

  private Times() {}

  /** In µs below a millisecond, in ms below a second, in s below a minute, then in min and h. */
  static String of(Duration duration) {
    if (duration.isNegative()) {
      return "-" + of(duration.negated());
    }
    if (duration.compareTo(Duration.ofMinutes(1)) >= 0) {
      return ofMinutes(duration);
    }
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0 µs";
    }
    if (nanos < 10 * MICRO) {
      return number("%.1f", nanos, MICRO) + " µs";
    }
    if (nanos < MILLI) {
      return nanos / MICRO + " µs";
    }
    return nanos < SECOND
        ? number("%.1f", nanos, MILLI) + " ms"
        : number("%.2f", nanos, SECOND) + " s";
  }

  private static String ofMinutes(Duration duration) {
    return duration.compareTo(Duration.ofHours(1)) < 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }

  /** Cut and not rounded, so that 999.96 ms is no 1000.0 ms. */
  private static String number(String format, long nanos, long unit) {
    long steps = format.equals("%.1f") ? 10 : 100;
    long whole = nanos * steps / unit;
    return String.format(Locale.ROOT, format, (double) whole / steps);
  }
}
