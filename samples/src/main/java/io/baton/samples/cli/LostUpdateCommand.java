package io.baton.samples.cli;

import io.baton.samples.memory.LostUpdate;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows that no update of working memory is lost. Confined to the main thread. */
@Command(
    name = "lost-update",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Shows that two agents which increment one key lose no update.",
    description = {
      "",
      "Many runs go on at once; in each, two agents add one to the same number. On a shared map"
          + " they read it, work for a millisecond and write it back, as one usually does, and"
          + " overwrite each other. In working memory they say what to do with the number, and that"
          + " is done when their work has ended well.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 if working memory has counted every increment; 1 if not; 2 for wrong options."
    })
final class LostUpdateCommand implements Callable<Integer> {
  private static final int DEFAULT_RUNS = 200;
  private static final int MOST_RUNS = 10_000;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "runs that are started at once (default: ${DEFAULT-VALUE})")
  private int runs = DEFAULT_RUNS;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced when the line is parsed

  private final Screen screen;

  LostUpdateCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (runs < 1 || runs > MOST_RUNS) {
      throw new ParameterException(
          spec.commandLine(),
          "--runs must be between 1 and %d, but is %d".formatted(MOST_RUNS, runs));
    }
    int all = LostUpdate.AGENTS * runs;
    int onAMap = LostUpdate.onAMap(runs);
    int inMemory = LostUpdate.inMemory(runs);
    screen.result(
        String.format(
            Locale.ROOT,
            """
            runs                            %,d, with %d agents each
            read and write a shared map     %,d of %,d counted, %,d lost
            context.memory().update(...)    %,d of %,d counted, %,d lost
            """,
            runs,
            LostUpdate.AGENTS,
            onAMap,
            all,
            all - onAMap,
            inMemory,
            all,
            all - inMemory));
    return inMemory == all ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
