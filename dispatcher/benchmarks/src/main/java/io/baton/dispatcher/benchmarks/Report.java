package io.baton.dispatcher.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The samples of all forks, and the tables of their medians. */
final class Report {

  private static final String HEAD =
      """
      | | Workload | %s | %s | Ratio | Least / aim | CPU a unit, %s | %s | Bytes a unit, %s | %s |
      |---|---|---|---|---|---|---|---|---|---|
      """;

  private final Map<Workload, List<Sample>> samples = new EnumMap<>(Workload.class);

  void add(List<Sample> fork) {
    for (var sample : fork) {
      samples.computeIfAbsent(sample.workload(), _ -> new ArrayList<>()).add(sample);
    }
  }

  /** A table in Markdown for each of the two things that Baton is measured beside. */
  String tables() {
    String besideRing = HEAD.formatted("Bare Disruptor", "Baton", "bare", "Baton", "bare", "Baton");
    String besidePlain = HEAD.formatted("Without", "With", "without", "with", "without", "with");
    return Stream.of(table(false, besideRing), table(true, besidePlain))
        .filter(table -> !table.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private String table(boolean isBesidePlain, String head) {
    var rows =
        samples.entrySet().stream()
            .filter(entry -> entry.getKey().isBesidePlain() == isBesidePlain)
            .map(entry -> row(entry.getValue()))
            .toList();
    return rows.isEmpty() ? "" : head + String.join("\n", rows);
  }

  /** The row of one workload: medians, and the median of the ratios of each pair of rounds. */
  static String row(List<Sample> samples) {
    var bare = samples.stream().filter(sample -> !sample.isBaton()).toList();
    var baton = samples.stream().filter(Sample::isBaton).toList();
    var workload = bare.getFirst().workload();
    var measure = workload.measure();
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < bare.size(); i++) {
      ratios.add(measure.ratio(bare.get(i).score(), baton.get(i).score()));
    }
    return cells(
        workload.name(),
        workload.title(),
        measure.show(median(bare, Sample::score)),
        measure.show(median(baton, Sample::score)),
        Figures.three(Figures.median(ratios)),
        workload.bounds(),
        Figures.three(median(bare, Sample::cpuNanos)) + " ns",
        Figures.three(median(baton, Sample::cpuNanos)) + " ns",
        Figures.three(median(bare, Sample::bytes)),
        Figures.three(median(baton, Sample::bytes)));
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return Figures.median(samples.stream().map(figure::applyAsDouble).toList());
  }

  private static String cells(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}
