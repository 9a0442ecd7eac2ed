package io.baton.samples.cli;

import static io.baton.samples.cli.Terminals.run;
import static io.baton.samples.cli.Terminals.runWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.cli.Terminals.Outcome;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.json.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class TraceCommandTest {
  private static final String TEXT = "The fox ate all grapes of Mr. Crow. The grapes were sour.";

  /** Which of the two agents ended last is left to chance, and with it the place of the join. */
  private static final List<String> STORIES =
      List.of(
          """
          correlation ID
          4 events, 4 deliveries: 4 handled, 0 failed, 0 open; T
          waited T, worked T; ★ marks what determined the end

          ★ TextReceived[name=(standard input), text=The fox ate all grapes of Mr. Crow. …  +T
          ├─★ analyzer: handled, waited T, worked T, cpu
          │  └─★ Analyzed[analysis=Analysis[keyTerms=[Term[text=grape, count=2, weight=2.…  +T
          │     └─★ join combiner: complete after T, 3 parts; handled, waited T, worked T
          │        └─★ Combined[name=(standard input), analysis=Analysis[keyTerms=[Term[t…  +T
          │           └─★ output: handled, waited T, worked T
          ├─ summarizer: handled, waited T, worked T, cpu
          │  └─ Summarized[summary=Summary[sentences=[The fox ate all grapes of Mr. Crow.…  +T
          │     └─ part of join combiner
          └─ part of join combiner
          """,
          """
          correlation ID
          4 events, 4 deliveries: 4 handled, 0 failed, 0 open; T
          waited T, worked T; ★ marks what determined the end

          ★ TextReceived[name=(standard input), text=The fox ate all grapes of Mr. Crow. …  +T
          ├─ analyzer: handled, waited T, worked T, cpu
          │  └─ Analyzed[analysis=Analysis[keyTerms=[Term[text=grape, count=2, weight=2.0…  +T
          │     └─ part of join combiner
          ├─★ summarizer: handled, waited T, worked T, cpu
          │  └─★ Summarized[summary=Summary[sentences=[The fox ate all grapes of Mr. Crow…  +T
          │     └─★ join combiner: complete after T, 3 parts; handled, waited T, worked T
          │        └─★ Combined[name=(standard input), analysis=Analysis[keyTerms=[Term[t…  +T
          │           └─★ output: handled, waited T, worked T
          └─ part of join combiner
          """);

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void traceOneText() {
    file = directory.resolve("trace.jsonl");
    assertThat(runWith(TEXT, "--trace", file.toString(), "-").status()).isZero();
  }

  @Test
  void explanationOfTheSlowestTextComesAtTheEnd() {
    Outcome outcome = runWith(TEXT, "--explain", "-");

    assertThat(outcome.status()).isZero();
    String story = outcome.out().substring(outcome.out().indexOf("correlation "));
    assertThat(shape(story)).isIn(STORIES.stream().map(TraceCommandTest::shape).toList());
  }

  @Test
  void jsonKeepsTheExplanationAway() {
    Outcome outcome = runWith(TEXT, "--json", "--explain", "-");

    assertThat(outcome.out().lines()).hasSize(1);
    assertThat(outcome.err()).contains("analyzer: handled", "join combiner");
  }

  @Test
  void summaryNamesTheSlowestCorrelations() throws Exception {
    String slowest = correlation() + "           4           0 ";
    Outcome outcome = run("trace", file.toString());

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .contains("correlations  1, with 4 events and 0 failed deliveries")
        .anyMatch(line -> line.matches("trace         \\d+ trace events, 0 lost"))
        .anyMatch(line -> line.startsWith(slowest));
  }

  @Test
  void fileIsExplainedWithoutTheClassesOfItsEvents() throws Exception {
    Outcome outcome = run("trace", file.toString(), "--explain", correlation());

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains("TextReceived{\"name\":\"(standard input)\",\"text\":\"The fox ate all")
        .contains("join combiner: complete after")
        .contains("★ output: handled");
  }

  @Test
  void jsonIsForOtherPrograms() throws Exception {
    var summary = JsonMapper.shared().readTree(run("trace", "--json", file.toString()).out());
    var explanation =
        JsonMapper.shared()
            .readTree(run("trace", "--json", file.toString(), "--explain", correlation()).out());

    assertThat(summary.at("/slowest/0/correlationId").asString()).isEqualTo(correlation());
    assertThat(summary.get("events").asInt()).isEqualTo(4);
    assertThat(explanation.at("/totals/deliveries").asInt()).isEqualTo(4);
    assertThat(explanation.at("/joins/0/parts").size()).isEqualTo(3);
  }

  @Test
  void standardInputIsReadToo() throws Exception {
    assertThat(runWith(Files.readString(file), "trace", "-").out()).contains("4 events");
  }

  @Test
  void fileThatEndsInTheMiddleIsToldOfAsFarAsItGoes() throws Exception {
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 10));

    Outcome outcome = run("trace", file.toString());

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors()).hasSize(1);
    assertThat(outcome.errors().getFirst()).contains("line ", "it has no end");
    assertThat(outcome.out()).contains("correlations  1, with 4 events");
  }

  @Test
  void whatCannotBeReadIsToldInOneLine() {
    Path gone = directory.resolve("gone");

    assertThat(run("trace", gone.toString()).errors())
        .containsExactly("samples/run: " + gone + ": no such file or directory");
    assertThat(run("trace", gone.toString()).status()).isEqualTo(1);
    assertThat(run("trace", directory.toString()).status()).isEqualTo(1);
    assertThat(run("trace", directory.toString()).out()).isEmpty();
  }

  @Test
  void correlationThatIsNotThereIsToldInOneLine() {
    String none = "00000000-0000-0000-0000-000000000001";
    Outcome outcome = run("trace", file.toString(), "--explain", none);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errors())
        .containsExactly("samples/run: " + file + ": has nothing of correlation " + none);
  }

  @Test
  void wrongOptionIsAUsageError() {
    assertThat(run("trace").status()).isEqualTo(2);
    assertThat(run("trace", file.toString(), "--explain", "x").status()).isEqualTo(2);
    assertThat(run("trace", file.toString(), "--explain", "x").err())
        .startsWith("samples/run: --explain: an id must be a UUID of 36 characters, but is \"x\"");
  }

  @Test
  void helpTellsOptionsFormatAndStatus() {
    Outcome outcome = run("trace", "--help");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains("Usage: samples/run trace", "--explain", "elapsedNanos", "Exit status");
  }

  @Test
  void traceThatCannotBeWrittenIsToldInOneLine() {
    Path nowhere = directory.resolve("no").resolve("trace.jsonl");
    Outcome outcome = runWith(TEXT, "--trace", nowhere.toString(), "-");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors()).containsExactly("samples/run: " + nowhere + ": no such directory");
    assertThat(outcome.out()).isEmpty();
  }

  private String correlation() throws IOException {
    try (var reader = TraceReader.open(file)) {
      return reader.next().map(TraceEvent::correlationId).orElseThrow().toString();
    }
  }

  /** Without times and ids, and without what had to be cut of an event for their sake. */
  private static String shape(String text) {
    return text.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
        .replaceAll("(?m)\\[.*  \\+.*$", "[...]")
        .replaceAll("-?\\d[\\d.]* (µs|ms|s)\\b", "T");
  }
}
