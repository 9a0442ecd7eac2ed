package io.baton.dispatcher.benchmarks;

/** What the nanoseconds of a round mean, and how they are shown. */
enum Measure {
  /** Units a second, in millions. */
  RATE("M/s", true),
  /** Units a second, in thousands. */
  SLOW_RATE("k/s", true),
  /** What all units took together, in milliseconds. */
  WALL("ms", false),
  /** The median of what one unit took, in microseconds. */
  MEDIAN("µs", false),
  /** CPU time that was used while nothing was to be done, in percent of a core. */
  SHARE("%", false),
  /** Megabytes; bytes come in the place of nanoseconds. */
  SIZE("MB", false);

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private final String unit;
  private final boolean isMoreBetter;

  Measure(String unit, boolean isMoreBetter) {
    this.unit = unit;
    this.isMoreBetter = isMoreBetter;
  }

  double score(long nanos, int units) {
    return switch (this) {
      case RATE -> units * NANOS_PER_MICRO / nanos;
      case SLOW_RATE -> units * NANOS_PER_MILLI / nanos;
      case WALL -> nanos / NANOS_PER_MILLI;
      case MEDIAN -> nanos / NANOS_PER_MICRO;
      case SHARE -> 100 * nanos / (units * NANOS_PER_MILLI);
      case SIZE -> nanos / BYTES_PER_MEGABYTE;
    };
  }

  /** Whether rounds are counted in units a second. */
  boolean isThroughput() {
    return isMoreBetter;
  }

  /**
   * How many times as good Baton is as the other side; no number for shares and sizes, which are
   * near 0.
   */
  double ratio(double bare, double baton) {
    if (this == SHARE || this == SIZE) {
      return Double.NaN;
    }
    return isMoreBetter ? baton / bare : bare / baton;
  }

  String show(double score) {
    return Figures.three(score) + " " + unit;
  }
}
