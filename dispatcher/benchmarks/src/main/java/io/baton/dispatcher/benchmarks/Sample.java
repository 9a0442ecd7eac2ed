package io.baton.dispatcher.benchmarks;

/**
 * What one side did in one round; a line of text between a fork and its parent.
 *
 * @param isBaton whether it is Baton's side
 * @param score in the unit of the workload's {@link Measure}
 * @param cpuNanos CPU time a unit, in nanoseconds
 * @param bytes allocated a unit
 */
record Sample(Workload workload, boolean isBaton, double score, double cpuNanos, double bytes) {

  private static final String MARK = "sample";
  private static final int PARTS = 6;

  static Sample of(Workload workload, boolean isBaton, int units, long nanos, Meter used) {
    return new Sample(
        workload,
        isBaton,
        workload.measure().score(nanos, units),
        (double) used.cpuNanos() / units,
        (double) used.bytes() / units);
  }

  String line() {
    return String.join(
        " ",
        MARK,
        workload.name(),
        Boolean.toString(isBaton),
        Double.toString(score),
        Double.toString(cpuNanos),
        Double.toString(bytes));
  }

  static boolean isLine(String line) {
    return line.startsWith(MARK + " ");
  }

  static Sample parse(String line) {
    String[] parts = line.split(" ", PARTS);
    return new Sample(
        Workload.valueOf(parts[1]),
        Boolean.parseBoolean(parts[2]),
        Double.parseDouble(parts[3]),
        Double.parseDouble(parts[4]),
        Double.parseDouble(parts[5]));
  }
}
