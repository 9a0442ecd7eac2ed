package io.baton.samples.cli;

import io.baton.events.CorrelationId;
import io.baton.tracing.Explanation;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.json.ExplanationJson;
import io.baton.tracing.json.TraceFormatException;
import io.baton.tracing.json.TraceReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Tells what a file of traces says. Confined to the main thread. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Reads a file of traces, and explains what it tells.",
    description = {
      "",
      "Such a file is written by samples/run --trace FILE, or by a TraceWriter of your own program,"
          + " whose classes are not needed here. It may be of any size: it is read line by line.",
      "",
      "Without --explain a summary is printed, with the 20 correlations that took longest. A"
          + " correlation is all that one dispatch caused.",
      ""
    },
    footer = {
      "",
      "With --json, the summary is an object with traceEvents, lost, correlations, events, failed"
          + " and slowest (correlationId, events, failed, elapsedNanos); an explanation is an object"
          + " as the page on JSON of traces tells.",
      "",
      "Exit status: 0 if all went well; 1 if the file could not be read to its end, or does not"
          + " have the correlation; 2 for wrong options."
    })
final class TraceCommand implements Callable<Integer> {
  private static final int MOST_EXPLAINED = 1_000_000;
  private static final String STANDARD_INPUT = "-";

  @Parameters(paramLabel = "FILE", description = "the file, or - for the standard input")
  private String file = "";

  @Option(
      names = "--explain",
      paramLabel = "ID",
      description =
          "explain a correlation: what it caused, how long each step waited and worked, and with a"
              + " star what determined the end")
  private @Nullable String explain;

  @Option(names = "--json", description = "print JSON, for other programs")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced when the line is parsed

  private final InputStream in;
  private final Screen screen;
  private final Terminal terminal;

  TraceCommand(InputStream in, Screen screen, Terminal terminal) {
    this.in = in;
    this.screen = screen;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean isWell = explain == null ? summarize() : explain(id(explain));
    return isWell ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private CorrelationId id(String text) {
    try {
      return CorrelationId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--explain: " + e.getMessage(), e);
    }
  }

  private boolean summarize() {
    var summary = new TraceSummary();
    var lost = new long[1];
    boolean isWhole = read(summary::add, lost);
    if (summary.lines() > 0 || isWhole) {
      screen.result(json ? json(summary, lost[0]) : text(summary, lost[0]));
    }
    return isWhole;
  }

  private boolean explain(CorrelationId id) {
    var story = new ArrayList<TraceEvent>();
    var passedOver = new long[1];
    boolean isWhole =
        read(
            event -> {
              if (event.correlationId().equals(id)) {
                if (story.size() < MOST_EXPLAINED) {
                  story.add(event);
                } else {
                  passedOver[0]++;
                }
              }
            },
            new long[1]);
    if (story.isEmpty()) {
      if (isWhole) {
        screen.complain(file, "has nothing of correlation " + id);
      }
      return false;
    }
    if (passedOver[0] > 0) {
      screen.complain(
          file, "only the first " + MOST_EXPLAINED + " trace events of it are explained");
    }
    var explanation = Explanation.of(story);
    screen.result(
        json
            ? ExplanationJson.of(explanation) + "\n"
            : explanation.toText(terminal.drawingColumns(), Redactor.byDefault()));
    return isWhole;
  }

  /** Reads the file; says whether it was read to its end, and how many trace events it misses. */
  private boolean read(Consumer<TraceEvent> each, long[] lost) {
    try (var reader = TraceReader.of(open())) {
      try {
        reader.events().forEach(each);
      } finally {
        lost[0] = reader.lost();
      }
      return true;
    } catch (TraceFormatException e) {
      screen.complain(file, String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      screen.complain(file, UnreadableException.of(Objects.requireNonNull(e.getCause())).reason());
    } catch (IOException e) {
      screen.complain(file, UnreadableException.of(e).reason());
    }
    return false;
  }

  private InputStream open() throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return in;
    }
    try {
      return Files.newInputStream(Path.of(file));
    } catch (InvalidPathException _) {
      throw new NoSuchFileException(file);
    }
  }

  private static String text(TraceSummary summary, long lost) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "trace         %,d trace events, %,d lost%n"
                + "correlations  %,d, with %,d events and %,d failed deliveries%n",
            summary.lines(),
            lost,
            summary.correlations(),
            summary.events(),
            summary.failed()));
    if (summary.correlations() > 0) {
      text.append(
          String.format("%n%-36s  %10s  %10s  %12s%n", "slowest", "events", "failed", "ms"));
      for (var story : summary.slowest()) {
        text.append(
            String.format(
                Locale.ROOT,
                "%s  %,10d  %,10d  %,12.1f%n",
                story.id(),
                story.events(),
                story.failed(),
                TimeUnit.NANOSECONDS.convert(story.elapsed()) / 1e6));
      }
    }
    return text.toString();
  }

  private static String json(TraceSummary summary, long lost) {
    var line =
        new Line(
            summary.lines(),
            lost,
            summary.correlations(),
            summary.events(),
            summary.failed(),
            summary.slowest().stream().map(Slow::of).toList());
    return JsonMapper.shared().writeValueAsString(line) + "\n";
  }

  private record Line(
      long traceEvents,
      long lost,
      long correlations,
      long events,
      long failed,
      List<Slow> slowest) {}

  private record Slow(String correlationId, long events, long failed, long elapsedNanos) {
    static Slow of(TraceSummary.Story story) {
      return new Slow(
          story.id().toString(),
          story.events(),
          story.failed(),
          TimeUnit.NANOSECONDS.convert(story.elapsed()));
    }
  }
}
