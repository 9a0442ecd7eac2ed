package io.baton.samples.cli;

import static java.time.Duration.ofSeconds;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Router;
import io.baton.events.DeadLetter;
import io.baton.samples.cli.Tally.Totals;
import io.baton.samples.cli.TextDecoder.Decoded;
import io.baton.samples.text.English;
import io.baton.samples.text.TextEvent.Combined;
import io.baton.samples.text.TextEvent.TextReceived;
import io.baton.samples.text.TextRoutes;
import io.baton.tracing.Redactor;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** One batch job: dispatches every document, prints each result as it comes, waits for the end. */
final class TextJob {
  /** Bounds how many texts are in memory at once. */
  private static final int MOST_IN_FLIGHT = 64;

  private static final Duration LOOK_AT_READER = ofSeconds(1);

  private final TextOptions options;
  private final ResultFormat format;
  private final Screen screen;
  private final Tally tally;
  private final JobTrace trace;

  TextJob(TextOptions options, Screen screen, Tally tally, JobTrace trace) {
    this.options = options;
    this.format = options.json() ? new JsonFormat() : new PlainFormat();
    this.screen = screen;
    this.tally = tally;
    this.trace = trace;
  }

  /** Does all of it, and ends the trace. */
  void run(List<Input> inputs, Terminal terminal) throws InterruptedException {
    try {
      analyze(inputs, terminal);
    } finally {
      endTrace();
    }
  }

  private void endTrace() {
    try {
      trace.close();
    } catch (UncheckedIOException e) {
      tally.fail(
          options.trace(),
          UnreadableException.ofWriting(Objects.requireNonNull(e.getCause())).reason());
      return;
    }
    if (trace.lost() > 0) {
      screen.complain(options.trace(), trace.lost() + " trace events were lost");
    }
  }

  private void analyze(List<Input> inputs, Terminal terminal) throws InterruptedException {
    var english = English.load();
    long started = System.nanoTime();
    DrainReport report;
    try (var progress = Progress.start(screen, terminal, inputs.size());
        var dispatcher =
            AsyncDispatcher.builder(router(english, progress))
                .name("texts")
                .batchSize(options.batchSize())
                .maxInFlight(MOST_IN_FLIGHT)
                .tracer(trace.tracer())
                .start()) {
      for (Input input : inputs) {
        dispatch(input, dispatcher, progress);
      }
      do {
        report = dispatcher.awaitDrained(LOOK_AT_READER);
      } while (!report.drained() && report.failure().isEmpty() && !tally.isReaderGone());
      if (tally.isReaderGone()) {
        dispatcher.close(Duration.ZERO);
        return;
      }
    }
    report.failure().ifPresent(failure -> tally.fail("dispatcher", failure));
    Duration time = Duration.ofNanos(System.nanoTime() - started);
    Totals totals = tally.totals(time);
    if (totals.analyzed() > 0) {
      showTable(ClosingTable.of(totals, report));
    }
    int columns = terminal.drawingColumns();
    trace
        .slowest()
        .ifPresent(slowest -> showTable("\n" + slowest.toText(columns, Redactor.byDefault())));
  }

  private Router router(English english, Progress progress) {
    return TextRoutes.router(
        english,
        options.concurrency(),
        options.sentences(),
        result -> show(result, progress),
        letter -> bury(letter, progress));
  }

  private void dispatch(Input input, AsyncDispatcher dispatcher, Progress progress) {
    if (tally.isReaderGone()) {
      return;
    }
    try {
      Decoded decoded = TextDecoder.decode(input.read(options.mostMegabytes()));
      decoded.note().ifPresent(note -> screen.complain(input.name(), note));
      dispatcher.dispatch(new TextReceived(input.name(), decoded.text()));
    } catch (UnreadableException e) {
      tally.fail(input.name(), e.reason());
      progress.step();
    }
  }

  private void show(Combined result, Progress progress) {
    if (!screen.result(format.format(result))) {
      tally.loseReader();
    }
    tally.done(result);
    progress.step();
  }

  private void bury(DeadLetter letter, Progress progress) {
    if (tally.fail(letter)) {
      progress.step();
    }
  }

  private void showTable(String table) {
    if (options.json()) {
      screen.say(table.stripTrailing());
    } else {
      screen.result(table);
    }
  }
}
