package io.baton.samples.cli;

import io.baton.samples.joins.LateJoiner;
import io.baton.samples.joins.LateJoiner.LatePart;
import io.baton.samples.joins.LateJoiner.MissingPart;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Shows what late and missing parts do to a join. Confined to the main thread. */
@Command(
    name = "late-joiner",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Shows that a join neither minds a late part nor waits for one that never comes.",
    description = {
      "",
      "A trip is joined of a flight and a hotel. First a second hotel comes when the plan is made"
          + " already. Then no hotel is found at all: the join answers at once and says what is"
          + " missing; a latch, as one writes it by hand, waits until its limit and cannot say.",
      ""
    },
    footer = {
      "",
      "With --json, the output is an object with plans, droppedLate, openJoins, joinMissing,"
          + " joinMillis, latchMillis and limitMillis.",
      "",
      "Exit status: 0 if the join did as told above; 1 if not; 2 for wrong options."
    })
final class LateJoinerCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int DEFAULT_LIMIT_MILLIS = 2_000;
  private static final int MOST_LIMIT_MILLIS = 60_000;

  @Option(
      names = "--limit",
      paramLabel = "MS",
      description = "how long join and latch may wait (default: ${DEFAULT-VALUE} milliseconds)")
  private int limitMillis = DEFAULT_LIMIT_MILLIS;

  @Option(names = "--json", description = "print JSON, for other programs")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced when the line is parsed

  private final Screen screen;

  LateJoinerCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (limitMillis < 1 || limitMillis > MOST_LIMIT_MILLIS) {
      throw new ParameterException(
          spec.commandLine(),
          "--limit must be between 1 and %d, but is %d".formatted(MOST_LIMIT_MILLIS, limitMillis));
    }
    var limit = Duration.ofMillis(limitMillis);
    LatePart late = LateJoiner.latePart(limit);
    MissingPart join = LateJoiner.byJoin(limit);
    MissingPart latch = LateJoiner.byLatch(limit);
    screen.result(json ? json(late, join, latch) : text(late, join, latch));
    return isAsTold(late, join) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static boolean isAsTold(LatePart late, MissingPart join) {
    return late.equals(new LatePart(1, 1, 0)) && join.missing().equals(List.of("Hotel"));
  }

  private String text(LatePart late, MissingPart join, MissingPart latch) {
    return String.format(
        Locale.ROOT,
        """
        late part, join       answered %d time, dropped %d late part, left %d joins open
        missing part, join    answered after %,d ms: missing %s
        missing part, latch   gave up after %,d ms, its limit: a latch cannot say what is missing
        """,
        late.plans(),
        late.droppedLate(),
        late.openJoins(),
        join.waited().toMillis(),
        String.join(", ", join.missing()),
        latch.waited().toMillis());
  }

  private String json(LatePart late, MissingPart join, MissingPart latch) {
    var line =
        new Line(
            late.plans(),
            late.droppedLate(),
            late.openJoins(),
            join.missing(),
            join.waited().toMillis(),
            latch.waited().toMillis(),
            limitMillis);
    return JSON.writeValueAsString(line) + "\n";
  }

  private record Line(
      int plans,
      long droppedLate,
      int openJoins,
      List<String> joinMissing,
      long joinMillis,
      long latchMillis,
      long limitMillis) {}
}
