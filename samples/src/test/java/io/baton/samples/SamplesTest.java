package io.baton.samples;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
@Timeout(60)
class SamplesTest {
  @TempDir private Path directory;

  @Test
  void processPrintsResultsAndEndsWithStatus0() throws Exception {
    Process process = start();

    assertThat(process.waitFor()).isZero();
    assertThat(out()).contains("the-gettysburg-address.txt", "documents   7 analyzed, 0 failed");
    assertThat(err()).endsWith("documents: 7 of 7 done\n").doesNotContain("WARN", "SLF4J");
  }

  @Test
  void missingFileEndsItWithStatus1() throws Exception {
    Process process = start("gone.txt");

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(err()).isEqualTo("samples/run: gone.txt: no such file or directory\n");
  }

  @Test
  void signalEndsItAtOnce() throws Exception {
    Process process = start("--json", "-"); // waits for its standard input
    while (!err().contains("0 of 1 done")) {
      assertThat(process.waitFor(50, MILLISECONDS)).isFalse();
    }

    process.destroy();

    assertThat(process.waitFor(5, SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(out()).isEmpty();
  }

  private Process start(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("-Dlogback.configurationFile=logback.xml", Samples.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private String out() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }
}
