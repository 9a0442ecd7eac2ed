package io.baton.dispatcher.benchmarks;

/**
 * The program of a fresh JVM, which measures one workload: both sides in turn, so that both meet
 * the same moods of the machine, and the first of a pair changes from round to round.
 */
final class Fork {

  private Fork() {}

  public static void main(String[] args) throws Exception {
    var workload = Workload.valueOf(args[0]);
    int warmups = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    try (var bare = workload.side(false);
        var baton = workload.side(true)) {
      for (int round = -warmups; round < rounds; round++) {
        boolean batonFirst = (round & 1) == 0;
        for (boolean isBaton : new boolean[] {batonFirst, !batonFirst}) {
          var sample = measure(workload, isBaton, isBaton ? baton : bare);
          if (round >= 0) {
            System.out.println(sample.line());
          }
        }
      }
    }
  }

  private static Sample measure(Workload workload, boolean isBaton, Side side) throws Exception {
    var before = Meter.read();
    long nanos = side.run(workload.units());
    return Sample.of(workload, isBaton, workload.units(), nanos, Meter.read().since(before));
  }
}
