package io.baton.dispatcher.benchmarks;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What to measure, how often.
 *
 * @param warmups rounds of each fork that are not counted
 * @param rounds rounds of each fork that are counted
 * @param forks fresh JVMs for each workload
 * @param jvm further options of the forks' JVMs
 */
record Options(Set<Workload> workloads, int warmups, int rounds, int forks, List<String> jvm) {

  static final String USAGE =
      """
      usage: run [W1 W2 ...] [--forks N] [--warmups N] [--rounds N] [--jvm OPTION]...
      Without workloads, all are measured; 3 forks, each of 4 rounds to warm up and 8 that count.
      --jvm adds an option to the forks' JVMs, for example --jvm -XX:+UseParallelGC\
      """;

  static Options parse(String... args) {
    Set<Workload> workloads = EnumSet.noneOf(Workload.class);
    var jvm = new ArrayList<String>();
    int warmups = 4;
    int rounds = 8;
    int forks = 3;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--forks" -> forks = number(args, ++i);
        case "--warmups" -> warmups = number(args, ++i);
        case "--rounds" -> rounds = number(args, ++i);
        case "--jvm" -> jvm.add(value(args, ++i));
        default -> workloads.add(Workload.valueOf(args[i].toUpperCase(Locale.ROOT)));
      }
    }
    return new Options(
        workloads.isEmpty() ? EnumSet.allOf(Workload.class) : workloads,
        warmups,
        rounds,
        forks,
        List.copyOf(jvm));
  }

  private static int number(String[] args, int i) {
    return Integer.parseInt(value(args, i));
  }

  private static String value(String[] args, int i) {
    if (i >= args.length) {
      throw new IllegalArgumentException(args[i - 1] + " needs a value");
    }
    return args[i];
  }
}
