package io.baton.dispatcher.benchmarks;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Medians, and numbers with three digits. */
final class Figures {

  private Figures() {}

  static double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The median of the given nanoseconds, which are sorted by this. */
  static long median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }

  static String three(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    int decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
