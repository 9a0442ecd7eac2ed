package io.baton.dispatcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void ratioIsTheMedianOfPairs() {
    var samples =
        List.of(
            sample(false, 10), sample(true, 20), // twice as fast
            sample(true, 5), sample(false, 10), // half as fast
            sample(false, 1), sample(true, 3)); // three times as fast

    assertThat(Report.row(samples)).contains("| 10.0 M/s | 5.00 M/s | 2.00 |");
  }

  @Test
  void featuresHaveTheirOwnTable() {
    var report = new Report();
    report.add(List.of(sample(false, 10), sample(true, 20)));
    report.add(
        List.of(
            new Sample(Workload.R1, false, 8, 30, 16), new Sample(Workload.R1, true, 4, 60, 32)));

    assertThat(report.tables().split("\n\n"))
        .satisfiesExactly(
            ring -> assertThat(ring).contains("| Bare Disruptor | Baton |", "| W1 |"),
            plain -> assertThat(plain).contains("| Without | With |", "| R1 |", "| 0.50 |"));
  }

  @Test
  void sampleSurvivesItsLine() {
    var sample = sample(true, 1.5);

    assertThat(Sample.isLine(sample.line())).isTrue();
    assertThat(Sample.parse(sample.line())).isEqualTo(sample);
  }

  private static Sample sample(boolean isBaton, double score) {
    return new Sample(Workload.W1, isBaton, score, 30, 16);
  }
}
