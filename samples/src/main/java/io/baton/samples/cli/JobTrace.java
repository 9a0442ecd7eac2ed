package io.baton.samples.cli;

import io.baton.events.CorrelationId;
import io.baton.tracing.Explanation;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import io.baton.tracing.json.TraceWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Traces one job as the command line asks for it: to a file, to explain it, both or not at all. */
final class JobTrace implements AutoCloseable {
  private final @Nullable TraceWriter writer;
  private final @Nullable TraceRecorder recorder;

  private JobTrace(@Nullable TraceWriter writer, @Nullable TraceRecorder recorder) {
    this.writer = writer;
    this.recorder = recorder;
  }

  /**
   * Begins to trace.
   *
   * @param file where to; empty for nowhere
   * @throws UnreadableException if the file cannot be written
   */
  static JobTrace start(String file, boolean explain) throws UnreadableException {
    TraceWriter writer = null;
    if (!file.isEmpty()) {
      try {
        writer = TraceWriter.to(Path.of(file));
      } catch (IOException e) {
        throw UnreadableException.ofWriting(e);
      } catch (InvalidPathException e) {
        throw new UnreadableException("no file can have this name");
      }
    }
    return new JobTrace(writer, explain ? new TraceRecorder() : null);
  }

  Tracer tracer() {
    if (writer != null && recorder != null) {
      return Tracer.all(writer, recorder);
    }
    return writer != null ? writer : recorder != null ? recorder : Tracer.none();
  }

  /** What became of the document that took longest, if that was asked for and is known. */
  Optional<Explanation> slowest() {
    TraceRecorder asked = recorder;
    if (asked == null) {
      return Optional.empty();
    }
    return asked.correlations().stream()
        .max(Comparator.comparing((CorrelationId id) -> elapsed(asked.events(id))))
        .map(asked::explain);
  }

  private static Duration elapsed(List<TraceEvent> events) {
    return events.isEmpty()
        ? Duration.ZERO
        : Duration.between(events.getFirst().time(), events.getLast().time());
  }

  /**
   * Writes what is left.
   *
   * @throws UncheckedIOException if the file could not be written whole
   */
  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }

  /** How many trace events the file misses. */
  long lost() {
    return writer == null ? 0 : writer.lost();
  }
}
