package io.baton.samples.cli;

import static io.baton.samples.cli.Terminals.run;
import static io.baton.samples.cli.Terminals.runWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.cli.Terminals.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TextCommandTest {
  private static final String TEXT = "The fox ate all grapes of Mr. Crow. The grapes were sour.";

  @TempDir private Path directory;

  @Test
  void withoutArgumentsTheBundledTextsAreAnalyzed() {
    Outcome outcome = run();

    assertThat(outcome.status()).isZero();
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.out().lines())
        .contains("down-the-rabbit-hole.txt", "the-fox-and-the-grapes.txt")
        .contains("documents   7 analyzed, 0 failed", "events      42 deliveries handled, 0 failed")
        .anyMatch(line -> line.startsWith("  key terms    nation (5), people (3)"))
        .anyMatch(line -> line.startsWith("  names        Alice (7)"))
        .anyMatch(line -> line.startsWith("  summary      extractive (TextRank): 3 of "))
        .anyMatch(line -> line.matches("slowest     [a-z-]+\\.txt, .+"));
    assertThat(outcome.err().lines()).contains("documents: 7 of 7 done");
  }

  @Test
  void jsonIsOneObjectALine() {
    Outcome outcome = runWith(TEXT, "--json", "--sentences", "1", "-");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out().lines()).hasSize(1);
    JsonNode json = JsonMapper.shared().readTree(outcome.out());
    assertThat(json.get("document").asString()).isEqualTo("(standard input)");
    assertThat(json.at("/keyTerms/0").toString())
        .isEqualTo("{\"text\":\"grape\",\"count\":2,\"weight\":2.0}");
    assertThat(json.at("/names/0").toString()).isEqualTo("{\"text\":\"Mr. Crow\",\"count\":1}");
    assertThat(json.at("/readability/words").asInt()).isEqualTo(12);
    assertThat(json.at("/readability/level").asString()).isEqualTo("very easy");
    assertThat(json.at("/summary/kind").asString()).isEqualTo("extractive");
    assertThat(json.at("/summary/sentences").size()).isEqualTo(1);
    assertThat(json.at("/workMillis").asDouble()).isPositive();
    assertThat(outcome.err()).contains("documents   1 analyzed, 0 failed");
  }

  @Test
  void jsonIsPlainAscii() {
    Outcome outcome = runWith("Ren\u00e9e met \u9f8d \u001b[2J\u007f.", "--json", "-");

    assertThat(outcome.out().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    assertThat(JsonMapper.shared().readTree(outcome.out()).at("/summary/sentences/0").asString())
        .isEqualTo("Ren\u00e9e met \u9f8d \u001b[2J\u007f.");
  }

  @Test
  void textFilesOfADirectoryAreFoundWithinItToo() throws IOException {
    write("b.md", TEXT);
    write("deeper/a.TXT", TEXT);
    write("photo.png", "\u0000");
    write(".hidden.txt", TEXT);
    write(".git/c.txt", TEXT);

    Outcome outcome = run("--json", directory.toString());

    assertThat(outcome.status()).isZero();
    assertThat(outcome.errors()).isEmpty();
    assertThat(documents(outcome))
        .containsExactlyInAnyOrder(
            directory.resolve("b.md").toString(), directory.resolve("deeper/a.TXT").toString());
  }

  @Test
  void severalInputsAreOneJob() throws IOException {
    Path a = write("a", TEXT);
    Path b = write("b", TEXT);

    Outcome outcome =
        runWith(TEXT, "--batch-size=1", "--concurrency=1", a.toString(), "-", b.toString());

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("documents   3 analyzed, 0 failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--batch-size=0",
        "--concurrency=-1",
        "--sentences=101",
        "--max-size=x",
        "--view=65536",
        "--view=-2",
        "--colour"
      })
  void wrongOptionIsAUsageError(String option) {
    Outcome outcome = run(option);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(option.split("=", -1)[0]).doesNotContain("Exception");
    assertThat(outcome.err().lines()).hasSize(2).last().isEqualTo("see samples/run --help");
  }

  @Test
  void valueOutOfBoundsIsNamedWithItsBounds() {
    assertThat(run("--sentences=101").err())
        .startsWith("samples/run: --sentences must be between 1 and 100, but is 101");
  }

  @Test
  void helpTellsOptionsFormatAndStatus() {
    Outcome outcome = run("--help");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains("Usage: samples/run", "--batch-size", "--concurrency", "--sentences")
        .contains("workMillis", "Exit status");
  }

  @Test
  void versionTellsTheBuildAndItsJava() {
    Outcome outcome = run("--version");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).containsPattern("^Baton \\d").contains("Java " + Runtime.version());
  }

  private static List<String> documents(Outcome outcome) {
    return outcome
        .out()
        .lines()
        .map(line -> JsonMapper.shared().readTree(line).get("document").asString())
        .toList();
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(directory.resolve(name).getParent());
    return Files.writeString(file, text);
  }
}
