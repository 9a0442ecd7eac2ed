package io.baton.samples.cli;

import io.baton.events.CorrelationId;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import io.baton.tracing.json.TraceWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Traces one job as the command line asks for it: to a file, to explain it, both or not at all. */
final class JobTrace {
  private final String file;
  private final @Nullable TraceWriter writer;
  private final @Nullable TraceRecorder recorder;

  private JobTrace(String file, @Nullable TraceWriter writer, @Nullable TraceRecorder recorder) {
    this.file = file;
    this.writer = writer;
    this.recorder = recorder;
  }

  /**
   * Begins to trace.
   *
   * @param file where to; null for nowhere
   * @throws UnreadableException if the file cannot be written
   */
  static JobTrace start(@Nullable Path file, boolean explain) throws UnreadableException {
    TraceWriter writer = null;
    if (file != null) {
      try {
        writer = TraceWriter.to(file);
      } catch (IOException e) {
        throw UnreadableException.ofWriting(e);
      }
    }
    return new JobTrace(String.valueOf(file), writer, explain ? new TraceRecorder() : null);
  }

  Tracer tracer() {
    if (writer != null && recorder != null) {
      return Tracer.all(writer, recorder);
    }
    return writer != null ? writer : recorder != null ? recorder : Tracer.none();
  }

  /** Prints what became of the document that took longest, if that was asked for and is known. */
  void explain(Screen screen, Terminal terminal, boolean json) {
    TraceRecorder asked = recorder;
    if (asked != null) {
      asked.correlations().stream()
          .max(Comparator.comparing((CorrelationId id) -> elapsed(asked.events(id))))
          .map(asked::explain)
          .map(slowest -> slowest.toText(terminal.drawingColumns(), Redactor.byDefault()))
          .ifPresent(text -> print(text, screen, json));
    }
  }

  private static void print(String text, Screen screen, boolean json) {
    if (json) {
      screen.say("\n" + text.stripTrailing());
    } else {
      screen.result("\n" + text);
    }
  }

  private static Duration elapsed(List<TraceEvent> events) {
    return events.isEmpty()
        ? Duration.ZERO
        : Duration.between(events.getFirst().time(), events.getLast().time());
  }

  /** Writes what is left to the file, if there is one, and tells what it misses. */
  void end(Tally tally, Screen screen) {
    if (writer == null) {
      return;
    }
    try {
      writer.close();
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      tally.fail(file, UnreadableException.ofWriting(cause).reason());
      return;
    }
    if (writer.lost() > 0) {
      screen.complain(file, writer.lost() + " trace events were lost");
    }
  }
}
