package io.baton.dispatcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {

  private static final int UNITS = 80;

  @ParameterizedTest
  @EnumSource
  void bothSidesDoExactlyTheWork(Workload workload) throws Exception {
    for (boolean isBaton : new boolean[] {false, true}) {
      try (var side = workload.side(isBaton)) {
        for (int round = 0; round < 3; round++) {
          assertThat(side.run(UNITS)).isNotNegative();
        }
      }
    }
  }
}
