package io.baton.samples.cli;

import static io.baton.samples.cli.Terminals.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.cli.Terminals.Outcome;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RunawayCommandTest {

  @Test
  void loopEndsWithADeadLetterThatShowsItAndTheDrainEnds() {
    Outcome outcome = run("runaway");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .hasSize(5)
        .contains(
            "run           1,001 answers, then the end",
            "its way       ... -> writer -> reviewer -> writer -> reviewer (the last 64 hops are kept)")
        .anyMatch(line -> line.startsWith("check         the loop writer -> reviewer -> writer"))
        .anyMatch(line -> line.startsWith("dead letter   maxHops is 1000, but the event has made"))
        .anyMatch(line -> line.matches("drained       yes, after .* ms"));
  }

  @Test
  void jsonHasTheWholeWayThatIsKept() {
    Outcome outcome = run("runaway", "--json");

    assertThat(outcome.status()).isZero();
    var json = JsonMapper.shared().readTree(outcome.out());
    assertThat(json.get("drained").asBoolean()).isTrue();
    assertThat(json.get("warnings").size()).isEqualTo(1);
    assertThat(json.at("/deadLetters/0/path").size()).isEqualTo(64);
    assertThat(json.at("/deadLetters/0/agent").asString()).isEqualTo("reviewer");
  }

  @Test
  void helpTellsOptionsAndStatus() {
    Outcome outcome = run("runaway", "--help");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("Usage: samples/run runaway", "--json", "Exit status");
  }

  @Test
  void wrongArgumentIsAUsageError() {
    Outcome outcome = run("runaway", "file.txt");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
  }
}
