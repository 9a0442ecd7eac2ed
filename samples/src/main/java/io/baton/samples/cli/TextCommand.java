package io.baton.samples.cli;

import io.baton.samples.models.ModelAddress.Environment;
import io.baton.samples.models.ModelSetUpException;
import io.baton.tracing.Tracer;
import io.baton.tracing.viewer.Viewer;
import io.baton.tracing.viewer.ViewerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of {@code samples/run}. Confined to the main thread. */
@Command(
    name = "samples/run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Analyzes texts with agents: key terms, names, readability and a summary of each.",
    description = {
      "",
      "Without arguments it takes texts that come with it. English works best. Every text is one"
          + " event; an analyzer and a summarizer work on it at the same time, and a join brings"
          + " their results together. No network and no language model service is needed, unless"
          + " --model names one to do the work.",
      "",
      "The commands below show other things; a file of such a name is ./NAME.",
      ""
    },
    footer = {
      "",
      "With --json, each line of the output is an object with document, keyTerms (text, count,"
          + " weight), names (text, count), readability (sentences, words, wordsPerSentence,"
          + " syllablesPerWord, fleschReadingEase, level), summary (kind, method, sentences,"
          + " ranked, of) and workMillis; the closing table and an explanation"
          + " go to the error stream.",
      "",
      "Exit status: 0 if all went well; 1 if a text could not be read or analyzed, which is told"
          + " in one line on the error stream while the others are done; 2 for wrong options."
    })
public final class TextCommand implements Callable<Integer> {
  private static final int DEFAULT_BATCH_SIZE = 256;
  private static final int DEFAULT_SENTENCES = 3;
  private static final int DEFAULT_MEGABYTES = 10;
  private static final int LARGEST_BATCH_SIZE = 65_536;
  private static final int MOST_CONCURRENCY = 1_024;
  private static final int MOST_SENTENCES = 100;
  private static final int MOST_MEGABYTES = 100;
  private static final int NO_PORT = -1;
  private static final int LARGEST_PORT = 65_535;

  @Parameters(
      paramLabel = "FILE",
      description =
          "text files; directories, whose text files are taken (also of those below); or - for the"
              + " standard input")
  private List<String> files = new ArrayList<>();

  @Option(names = "--json", description = "print JSON Lines, for other programs")
  private boolean json;

  @Option(
      names = "--sentences",
      paramLabel = "N",
      description = "sentences of a summary at most (default: ${DEFAULT-VALUE})")
  private int sentences = DEFAULT_SENTENCES;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "events that are taken from the ring at once (default: ${DEFAULT-VALUE})")
  private int batchSize = DEFAULT_BATCH_SIZE;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "texts that an agent works on at the same time (default: the number of processors,"
              + " ${DEFAULT-VALUE})")
  private int concurrency = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--max-size",
      paramLabel = "MB",
      description = "larger texts are refused (default: ${DEFAULT-VALUE} megabytes)")
  private int mostMegabytes = DEFAULT_MEGABYTES;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "write what the agents do to a file, one JSON object a line; see the command trace")
  private @Nullable Path trace;

  @Option(
      names = "--explain",
      description =
          "explain at the end what became of the text that took longest, of the last 100,000 things"
              + " that happened")
  private boolean explain;

  @Mixin private ModelOptions model;

  @Option(
      names = "--view",
      arity = "0..1",
      fallbackValue = "" + Viewer.DEFAULT_PORT,
      paramLabel = "PORT",
      description =
          "show what the agents do on a page in the browser, at port ${FALLBACK-VALUE} of this"
              + " machine unless given by --view=PORT, until Enter is pressed")
  private int port = NO_PORT;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "write what the agents did to a file that any browser opens")
  private @Nullable Path report;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced when the line is parsed

  private final InputStream in;
  private final Screen screen;
  private final Terminal terminal;

  private TextCommand(InputStream in, Screen screen, Terminal terminal, Environment environment) {
    this.in = in;
    this.screen = screen;
    this.terminal = terminal;
    this.model = new ModelOptions(environment);
  }

  /**
   * Runs the command line and says its exit status: 0, 1 or 2 as its help tells, 130 if
   * interrupted. It throws nothing; what goes wrong is told in one line.
   *
   * @param arguments as they come from the shell
   * @param in what {@code -} stands for
   * @param out takes the results
   * @param err takes progress and errors
   */
  public static int run(String[] arguments, InputStream in, PrintStream out, PrintStream err) {
    return run(arguments, in, out, err, System::getenv);
  }

  /** The same with another environment. */
  static int run(
      String[] arguments,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Environment environment) {
    var terminal = Terminal.ofSystemProperties();
    var screen = new Screen(out, err, terminal.live());
    try {
      var texts = new TextCommand(in, screen, terminal, environment);
      Object[] others = {
        new ChatCommand(in, screen, terminal, environment),
        new DebateCommand(screen, environment),
        new VotingCommand(screen, environment),
        new LostUpdateCommand(screen),
        new LateJoinerCommand(screen),
        new RunawayCommand(screen),
        new TraceCommand(in, screen, terminal)
      };
      return line(arguments, texts, others)
          .setOut(new PrintWriter(out, true, out.charset()))
          .setErr(new PrintWriter(err, true, err.charset()))
          .setParameterExceptionHandler((wrong, _) -> refuse(wrong, screen))
          .setExecutionExceptionHandler((failure, _, _) -> explain(failure, screen))
          .execute(arguments);
    } catch (Error e) { // the edge of the main thread: no memory left, for instance
      return explain(e, screen);
    }
  }

  /**
   * A command's name counts as one only where it comes first; behind that it may be a file's name.
   */
  private static CommandLine line(String[] arguments, TextCommand texts, Object[] others) {
    var line = new CommandLine(texts);
    for (var other : others) {
      var command = new CommandLine(other);
      if (List.of(arguments).contains("--help")
          || (arguments.length > 0 && arguments[0].equals(command.getCommandName()))) {
        line.addSubcommand(command);
      }
    }
    return line;
  }

  private static int refuse(ParameterException wrong, Screen screen) {
    List<String> meant =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String hint = meant.isEmpty() ? "" : "; did you mean " + String.join(" or ", meant) + "?";
    screen.say("samples/run: " + SafeText.of(wrong.getMessage() + hint));
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    screen.say("see " + command + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    TextOptions options = options();
    var tally = new Tally(screen);
    List<Input> inputs = files.isEmpty() ? BundledTexts.all() : finder(tally).find(files);
    refuseToOverwrite(inputs);
    if (!inputs.isEmpty()) {
      analyze(inputs, options, tally);
    }
    return tally.isClean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private InputFinder finder(Tally tally) {
    return new InputFinder(
        in,
        (name, reason) -> {
          String hint =
              CommandNames.nearest(name)
                  .filter(_ -> reason.equals(UnreadableException.NO_FILE))
                  .map(command ->
                      command.equals(name)
                          ? "; a command must come first"
                          : "; did you mean the command " + command + "?")
                  .orElse("");
          tally.fail(name, reason + hint);
        });
  }

  private void analyze(List<Input> inputs, TextOptions options, Tally tally)
      throws IOException, InterruptedException {
    if (report != null && !canBeWritten(report, tally)) {
      return;
    }
    try (var watch = Watch.start(port, report != null, screen)) {
      traced(inputs, options, tally, watch.tracer());
      if (report != null) {
        watch.writeReport(report);
      }
      watch.linger(in);
    } catch (UnreadableException e) {
      tally.fail(String.valueOf(trace), e.reason());
    } catch (ViewerException e) {
      if (e.getCause() instanceof BindException) {
        tally.fail(
            "--view=" + port,
            "the port is in use or not ours; --view=PORT chooses another, --view=0 any free one");
      } else {
        tally.fail("viewer", String.valueOf(e.getMessage()));
      }
    }
  }

  /** Finds out before the work. */
  private static boolean canBeWritten(Path file, Tally tally) {
    try {
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      return true;
    } catch (IOException e) {
      tally.fail(file.toString(), UnreadableException.ofWriting(e).reason());
      return false;
    }
  }

  private void traced(List<Input> inputs, TextOptions options, Tally tally, Tracer others)
      throws UnreadableException, InterruptedException {
    JobTrace tracing = JobTrace.start(trace, explain);
    try {
      var tracer = Tracer.all(others, tracing.tracer());
      new TextJob(options, screen, tally, tracer).run(inputs, terminal);
    } finally {
      tracing.end(tally, screen);
    }
    if (!tally.isReaderGone()) {
      tracing.explain(screen, terminal, json);
    }
  }

  /** What is written must not be what is read, nor be written over. */
  private void refuseToOverwrite(List<Input> inputs) {
    var taken = new HashMap<Path, String>();
    for (var input : inputs) {
      if (input instanceof Input.OfFile(Path path)) {
        taken.put(place(path), "read");
      }
    }
    take("--trace", trace, taken);
    take("--report", report, taken);
  }

  private void take(String option, @Nullable Path file, Map<Path, String> taken) {
    String use = file == null ? null : taken.putIfAbsent(place(file), "written by " + option);
    if (use != null) {
      throw new ParameterException(
          spec.commandLine(), "%s must not be a file that is %s: %s".formatted(option, use, file));
    }
  }

  /** Where a file is, by whatever name. */
  private static Path place(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException _) { // it is not there yet, or not to be reached
      return file.toAbsolutePath().normalize();
    }
  }

  private TextOptions options() {
    if (port < NO_PORT || port > LARGEST_PORT) {
      throw new ParameterException(
          spec.commandLine(),
          "--view must be between 0 and %d, but is %d".formatted(LARGEST_PORT, port));
    }
    return new TextOptions(
        within("--batch-size", batchSize, LARGEST_BATCH_SIZE),
        within("--concurrency", concurrency, MOST_CONCURRENCY),
        within("--sentences", sentences, MOST_SENTENCES),
        within("--max-size", mostMegabytes, MOST_MEGABYTES),
        json,
        model.find());
  }

  private int within(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          "%s must be between 1 and %d, but is %d".formatted(option, most, value));
    }
    return value;
  }

  private static int explain(Throwable failure, Screen screen) {
    if (failure instanceof ModelSetUpException obstacle) {
      screen.complain(obstacle.model(), obstacle.reason());
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return 130;
    }
    screen.complain("failed", failure.toString());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
