package io.baton.dispatcher.benchmarks;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

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
      usage: run [W1 R2 ...] [--forks N] [--warmups N] [--rounds N] [--jvm OPTION]...
      Without workloads, all are measured, in 3 forks each, of 4 rounds to warm up and 8 that count;
      where something else than throughput is measured, of half as many.
      run jmh [JMH's arguments] runs the small parts under JMH instead: ids, JSON, fields, gather.
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
        case "--forks" -> forks = number(args, ++i, 1);
        case "--warmups" -> warmups = number(args, ++i, 0);
        case "--rounds" -> rounds = number(args, ++i, 1);
        case "--jvm" -> jvm.add(value(args, ++i));
        default -> workloads.addAll(named(args[i]));
      }
    }
    return new Options(
        workloads.isEmpty() ? EnumSet.allOf(Workload.class) : workloads,
        warmups,
        rounds,
        forks,
        List.copyOf(jvm));
  }

  int warmups(Workload workload) {
    return share(workload, warmups);
  }

  int rounds(Workload workload) {
    return share(workload, rounds);
  }

  private static int share(Workload workload, int all) {
    return workload.measure().isThroughput() ? all : (all + 1) / 2;
  }

  private static List<Workload> named(String name) {
    if (name.startsWith("-")) {
      throw new IllegalArgumentException("no option " + name + ", see --help");
    }
    var found =
        Stream.of(Workload.values())
            .filter(workload -> workload.isOf(name.toUpperCase(Locale.ROOT)))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no workload " + name + " among " + List.of(Workload.values()));
    }
    return found;
  }

  private static int number(String[] args, int i, int least) {
    String value = value(args, i);
    if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < least) {
      throw new IllegalArgumentException(
          args[i - 1] + " must be a number from " + least + " on, but is " + value);
    }
    return Integer.parseInt(value);
  }

  private static String value(String[] args, int i) {
    if (i >= args.length) {
      throw new IllegalArgumentException(args[i - 1] + " needs a value");
    }
    return args[i];
  }
}
