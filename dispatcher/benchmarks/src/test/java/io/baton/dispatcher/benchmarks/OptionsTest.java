package io.baton.dispatcher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void familyStandsForItsWorkloads() {
    var options = Options.parse("w1", "W6", "--forks", "1", "--jvm", "-XX:+UseSerialGC");

    assertThat(options.workloads())
        .isEqualTo(Set.of(Workload.W1, Workload.W6_UNLIMITED, Workload.W6_LIMITED));
    assertThat(options.forks()).isEqualTo(1);
    assertThat(options.jvm()).containsExactly("-XX:+UseSerialGC");
  }

  @Test
  void unknownWorkloadIsRefused() {
    assertThatThrownBy(() -> Options.parse("W10"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no workload W10 among [W1, ");
  }

  @Test
  void optionWithoutValueIsRefused() {
    assertThatThrownBy(() -> Options.parse("--forks")).hasMessage("--forks needs a value");
  }

  @Test
  void unknownOptionIsRefused() {
    assertThatThrownBy(() -> Options.parse("--fork", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no option --fork, see --help");
  }

  @Test
  void valueThatIsNoNumberFromItsLeastOnIsRefused() {
    assertThatThrownBy(() -> Options.parse("--rounds", "few"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--rounds must be a number from 1 on, but is few");
    assertThatThrownBy(() -> Options.parse("--forks", "0"))
        .hasMessage("--forks must be a number from 1 on, but is 0");
  }
}
