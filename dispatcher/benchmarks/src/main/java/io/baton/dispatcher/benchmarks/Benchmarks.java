package io.baton.dispatcher.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.Main;

/**
 * Measures Baton beside the bare Disruptor, and its features beside its plain route, and prints
 * what the README's tables show. Wrong arguments end it with status 2.
 */
final class Benchmarks {

  private Benchmarks() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 0 && args[0].equals("jmh")) {
      Main.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    if (List.of(args).contains("--help")) {
      System.out.println(Options.USAGE);
      return;
    }
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    var report = new Report();
    for (var workload : options.workloads()) {
      for (int fork = 1; fork <= options.forks(); fork++) {
        var samples = fork(workload, options);
        report.add(samples);
        System.out.printf("fork %d of %d: %s%n", fork, options.forks(), Report.row(samples));
      }
    }
    System.out.println();
    System.out.println(report.tables());
  }

  private static List<Sample> fork(Workload workload, Options options)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command(workload, options))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Sample> samples;
    try (var output = process.inputReader()) {
      samples = output.lines().filter(Sample::isLine).map(Sample::parse).toList();
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("the fork of " + workload + " ended with " + status);
    }
    return samples;
  }

  private static List<String> command(Workload workload, Options options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms1g", "-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(options.jvm());
    command.add(Fork.class.getName());
    command.add(workload.name());
    command.add(Integer.toString(options.warmups(workload)));
    command.add(Integer.toString(options.rounds(workload)));
    return command;
  }
}
