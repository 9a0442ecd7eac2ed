package io.baton.samples.cli;

import io.baton.events.DeadLetter;
import io.baton.samples.loops.Runaway;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Shows the end of agents that answer each other. Confined to the main thread. */
@Command(
    name = "runaway",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Shows that agents which answer each other for ever come to an end.",
    description = {
      "",
      "A writer answers each review with a draft, and a reviewer each draft with a review. The"
          + " router's check warns of that before anything runs. When it runs all the same, the"
          + " loop ends at the most hops that an event may make, with a dead letter that shows the"
          + " loop, and whoever waits for the dispatcher does not wait for ever.",
      ""
    },
    footer = {
      "",
      "With --json, the output is an object with warnings, answers, deadLetters (agent, cause,"
          + " path), drained and millis.",
      "",
      "Exit status: 0 if the loop has ended with a dead letter; 1 if not; 2 for wrong options."
    })
final class RunawayCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int HOPS_SHOWN = 4;

  @Option(names = "--json", description = "print JSON, for other programs")
  private boolean json;

  private final Screen screen;

  RunawayCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws InterruptedException {
    Runaway.Outcome outcome = Runaway.run();
    screen.result(json ? json(outcome) : text(outcome));
    boolean hasEnded = outcome.drained() && outcome.letters().size() == 1;
    return hasEnded ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static String text(Runaway.Outcome outcome) {
    var text = new StringBuilder();
    outcome.warnings().forEach(warning -> line(text, "check", warning));
    line(text, "run", String.format(Locale.ROOT, "%,d answers, then the end", outcome.answers()));
    for (var letter : outcome.letters()) {
      line(text, "dead letter", letter.cause().message());
      line(text, "its way", lastHops(letter.path()));
    }
    line(
        text,
        "drained",
        (outcome.drained() ? "yes" : "no") + ", after " + outcome.elapsed().toMillis() + " ms");
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String value) {
    text.append(String.format("%-14s%s%n", what, value));
  }

  private static String lastHops(List<String> path) {
    int shown = Math.min(HOPS_SHOWN, path.size());
    String last = String.join(" -> ", path.subList(path.size() - shown, path.size()));
    return shown == path.size()
        ? last
        : "... -> " + last + " (the last " + path.size() + " hops are kept)";
  }

  private static String json(Runaway.Outcome outcome) {
    var line =
        new Line(
            outcome.warnings(),
            outcome.answers(),
            outcome.letters().stream().map(Letter::of).toList(),
            outcome.drained(),
            outcome.elapsed().toMillis());
    return JSON.writeValueAsString(line) + "\n";
  }

  private record Line(
      List<String> warnings,
      long answers,
      List<Letter> deadLetters,
      boolean drained,
      long millis) {}

  private record Letter(String agent, String cause, List<String> path) {
    static Letter of(DeadLetter letter) {
      return new Letter(letter.agent(), letter.cause().toString(), letter.path());
    }
  }
}
