package io.baton.samples.cli;

import static io.baton.samples.cli.Terminals.run;
import static io.baton.samples.cli.Terminals.runWith;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.cli.Terminals.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
  @TempDir private Path directory;
  private Path good;

  @BeforeEach
  void writeGood() throws IOException {
    good = Files.writeString(directory.resolve("good.txt"), "The grapes were sour.");
  }

  @Test
  void missingFileIsOneLine() {
    assertOneLine(directory.resolve("gone.txt"), "no such file or directory");
  }

  @Test
  void emptyFileIsOneLine() throws IOException {
    assertOneLine(Files.createFile(directory.resolve("empty")), "is empty");
  }

  @Test
  void fileWithoutWordsIsOneLine() throws IOException {
    assertOneLine(Files.writeString(directory.resolve("signs"), " \n...\n"), "has no words in it");
  }

  @Test
  void binaryFileIsOneLine() throws IOException {
    Path binary = Files.write(directory.resolve("binary"), new byte[] {'P', 'K', 3, 0, 1});

    assertOneLine(binary, "is binary, not text: byte 3 is 0");
  }

  @Test
  void binaryFileWithoutAZeroIsOneLine() throws IOException {
    Path binary = Files.write(directory.resolve("binary"), new byte[] {'P', 'K', 3, -1, 1});

    assertOneLine(binary, "is binary, not text");
  }

  @Test
  void hugeFileIsOneLine() throws IOException {
    Path huge = Files.write(directory.resolve("huge"), "a".repeat(1_000_001).getBytes(ISO_8859_1));

    assertOneLine(huge, "is larger than 1 MB (--max-size)", "--max-size=1");
  }

  @Test
  void unreadableFileIsOneLine() throws IOException {
    Path loop = directory.resolve("loop");
    Files.createSymbolicLink(loop, loop);

    assertOneLine(loop, "cannot be read: ");
  }

  @Test
  void emptyNameIsOneLine() {
    assertThat(run("").err()).isEqualTo("samples/run: : no such file or directory\n");
  }

  @Test
  void commandThatIsMistypedIsHintedAt() {
    assertThat(run("chatt", "latejoiner", "x", "voting.txt").errors())
        .containsExactly(
            "samples/run: chatt: no such file or directory; did you mean the command chat?",
            "samples/run: latejoiner: no such file or directory; did you mean the command"
                + " late-joiner?",
            "samples/run: x: no such file or directory",
            "samples/run: voting.txt: no such file or directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--trace", "--report"})
  void fileThatIsReadIsNotWrittenOver(String option) throws IOException {
    Path same = directory.resolve("nowhere/../good.txt");

    Outcome outcome = run(good.toString(), option, same.toString());

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("samples/run: " + option + " must not be a file that is read: " + same);
    assertThat(good).hasContent("The grapes were sour.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--trace", "--report"})
  void fileOfADirectoryThatIsReadIsNotWrittenOver(String option) {
    Outcome outcome = run(directory.toString(), option, good.toString());

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("samples/run: " + option + " must not be a file that is read: " + good);
    assertThat(good).hasContent("The grapes were sour.");
  }

  @Test
  void oneFileIsNotWrittenTwice() {
    String out = directory.resolve("out").toString();

    Outcome outcome = run(good.toString(), "--trace", out, "--report", out);

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("samples/run: --report must not be a file that is written by --trace: " + out);
  }

  @Test
  void directoryWithoutTextFilesIsOneLine() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Files.createFile(folder.resolve("photo.png"));

    assertOneLine(folder, "has no text files in it (.txt .text .md .markdown .rst .adoc)");
  }

  @Test
  void severalBadFilesAreALineEach() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));

    Outcome outcome = run("gone", empty.toString(), good.toString(), "gone too");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors())
        .containsExactly(
            "samples/run: gone: no such file or directory",
            "samples/run: gone too: no such file or directory",
            "samples/run: " + empty + ": is empty");
    assertThat(outcome.out()).contains("documents   1 analyzed, 3 failed");
  }

  @Test
  void latin1IsReadAndSaid() throws IOException {
    Path latin = Files.write(directory.resolve("latin"), "Caf\u00e9 life.".getBytes(ISO_8859_1));

    Outcome outcome = run(latin.toString());

    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("Caf\u00e9 life.");
    assertThat(outcome.errors())
        .containsExactly("samples/run: " + latin + ": is not UTF-8, and was read as Latin-1");
  }

  @Test
  void utf16WithItsMarkIsRead() throws IOException {
    Path utf16 = Files.write(directory.resolve("utf16"), "The fox slept.".getBytes(UTF_16));

    assertThat(run(utf16.toString()).out()).contains("The fox slept.");
  }

  @Test
  void controlCharactersNeverReachTheTerminal() throws IOException {
    Path file = directory.resolve("a\u001b[2Jb");
    Files.writeString(file, "The \u001b]0;owned\u0007 fox \u202e slept.");

    Outcome outcome = run(file.toString(), directory.resolve("\u009bgone").toString());

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("a<U+001B>[2Jb", "The <U+001B>]0;owned<U+0007> fox <U+202E> slept.");
    assertThat(outcome.out() + outcome.err())
        .doesNotContain("\u001b", "\u0007", "\u202e", "\u009b");
  }

  @Test
  void standardInputHasTheSameLimits() {
    assertThat(runWith("", "-").errors())
        .containsExactly("samples/run: (standard input): is empty");
  }

  @Test
  void readerThatGoesAwayEndsTheJobWithoutAWord() {
    var closed = new PrintStream(new BrokenPipe(), true, StandardCharsets.UTF_8);
    var err = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    int status = TextCommand.run(new String[] {}, System.in, closed, err);

    assertThat(status).isEqualTo(1);
  }

  private void assertOneLine(Path bad, String reason, String... options) {
    String[] arguments =
        Stream.concat(Stream.of(options), Stream.of(bad.toString(), good.toString()))
            .toArray(String[]::new);

    Outcome outcome = run(arguments);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors())
        .singleElement()
        .asString()
        .startsWith("samples/run: " + bad + ": " + reason);
    assertThat(outcome.out()).contains("The grapes were sour.", "1 analyzed, 1 failed");
    assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
  }

  private static final class BrokenPipe extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }
}
