package io.baton.samples.cli;

import static io.baton.samples.cli.Terminals.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.cli.Terminals.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LateJoinerCommandTest {

  @Test
  void latePartDoesNoHarmAndTheMissingOneIsNamed() {
    Outcome outcome = run("late-joiner", "--limit", "1500");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .hasSize(3)
        .contains("late part, join       answered 1 time, dropped 1 late part, left 0 joins open")
        .anyMatch(line -> line.matches("missing part, join    answered after .* ms: missing Hotel"))
        .anyMatch(line ->
            line.matches(
                "missing part, latch   gave up after 1,5.. ms, its limit: a latch cannot say what is"
                    + " missing"));
  }

  @Test
  void joinDoesNotWaitForItsLimitAndTheLatchDoes() {
    Outcome outcome = run("late-joiner", "--json", "--limit=3000");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out().lines()).hasSize(1);
    var json = JsonMapper.shared().readTree(outcome.out());
    assertThat(json.get("joinMissing").toString()).isEqualTo("[\"Hotel\"]");
    assertThat(json.get("joinMillis").asLong()).isLessThan(3_000);
    assertThat(json.get("latchMillis").asLong()).isGreaterThanOrEqualTo(3_000);
    assertThat(json.get("droppedLate").asInt()).isEqualTo(1);
    assertThat(json.get("limitMillis").asInt()).isEqualTo(3_000);
  }

  @Test
  void helpTellsOptionsAndStatus() {
    Outcome outcome = run("late-joiner", "--help");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains("Usage: samples/run late-joiner", "--limit", "--json", "Exit status");
    assertThat(run("--help").out()).contains("Commands:", "late-joiner  Shows that a join");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--limit=0", "--limit=60001", "--limit=x", "--texts", "file.txt"})
  void wrongArgumentIsAUsageError(String argument) {
    Outcome outcome = run("late-joiner", argument);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).doesNotContain("Exception");
  }
}
