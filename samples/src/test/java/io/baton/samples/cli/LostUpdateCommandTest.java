package io.baton.samples.cli;

import static io.baton.samples.cli.Terminals.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.cli.Terminals.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LostUpdateCommandTest {
  @TempDir private Path directory;

  @Test
  void workingMemoryCountsFourHundredAndAMapDoesNot() {
    Outcome outcome = run("lost-update");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .contains(
            "runs                            200, with 2 agents each",
            "context.memory().update(...)    400 of 400 counted, 0 lost")
        .anyMatch(line -> line.startsWith("read and write a shared map     "));
    assertThat(outcome.out()).doesNotContain("shared map     400 of 400");
  }

  @Test
  void helpTellsOptionsAndStatus() {
    Outcome outcome = run("lost-update", "--help");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("Usage: samples/run lost-update", "--runs", "Exit status");
  }

  @Test
  void helpOfTheProgramNamesIt() {
    assertThat(run("--help").out()).contains("Commands:", "lost-update  Shows that two agents");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--runs=0", "--runs=10001", "--runs=x", "--texts", "file.txt"})
  void wrongArgumentIsAUsageError(String argument) {
    Outcome outcome = run("lost-update", argument);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).doesNotContain("Exception");
  }

  @Test
  void nameBehindAFileNameIsAFileName() throws Exception {
    Path file = Files.writeString(directory.resolve("a.txt"), "The fox ate all grapes.");

    Outcome outcome = run(file.toString(), "lost-update");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors())
        .containsExactly(
            "samples/run: lost-update: no such file or directory; a command must come first");
    assertThat(outcome.out()).contains("documents   1 analyzed");
  }

  @Test
  void fileOfThatNameIsReachedByItsPath() throws Exception {
    Path file = Files.writeString(directory.resolve("lost-update"), "The fox ate all grapes.");

    assertThat(run(file.toString()).out()).contains("documents   1 analyzed");
  }
}
