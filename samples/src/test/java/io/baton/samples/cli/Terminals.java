package io.baton.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Runs the command line in this process. */
final class Terminals {

  private Terminals() {}

  /** What a command line gave. */
  record Outcome(int status, String out, String err) {
    List<String> errors() {
      return err.lines().filter(line -> line.startsWith("samples/run: ")).toList();
    }
  }

  static Outcome run(String... arguments) {
    return runWith("", arguments);
  }

  static Outcome runWith(String standardInput, String... arguments) {
    return runIn(Map.of(), standardInput, arguments);
  }

  static Outcome runIn(Map<String, String> environment, String standardInput, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        TextCommand.run(
            arguments,
            new ByteArrayInputStream(standardInput.getBytes(UTF_8)),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            environment::get);
    return new Outcome(status, out.toString(UTF_8), err.toString(UTF_8));
  }
}
