package io.baton.tracing.json;

import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Writes trace events as lines. Confined to the thread that uses it. */
final class TraceLines {

  /** In the place of a trace event's name, where some are missing. */
  static final String LOST = "Lost";

  private final OutputStream out;
  private final Redactor redactor;
  private final int mostText;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1_024);

  TraceLines(OutputStream out, Redactor redactor, int mostText) {
    this.out = out;
    this.redactor = redactor;
    this.mostText = mostText;
  }

  /** Writes one line. What an event makes of itself may fail; then nothing of it is written. */
  void write(TraceEvent event) throws IOException {
    write(json -> {
      json.writeName("trace").writeString(event.getClass().getSimpleName());
      var values = TraceValues.writing(new PayloadWriter(json, redactor, mostText));
      TraceShapes.of(event).write((Record) event, json, values);
    });
  }

  void writeLost(long count) throws IOException {
    write(json -> {
      json.writeName("trace").writeString(LOST);
      json.writeName("count").writeNumber(count);
    });
  }

  private void write(Consumer<JsonGenerator> content) throws IOException {
    line.reset();
    try (var json = JsonTree.FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      content.accept(json);
      json.writeEndObject();
    }
    line.write('\n');
    inStream(() -> line.writeTo(out));
  }

  void flush() throws IOException {
    inStream(out::flush);
  }

  void close() throws IOException {
    inStream(out::close);
  }

  /** A stream is foreign code: whatever it throws, it cannot be written. */
  private static void inStream(InStream act) throws IOException {
    try {
      act.run();
    } catch (RuntimeException e) {
      throw new IOException("the stream failed: " + e, e);
    }
  }

  private interface InStream {
    void run() throws IOException;
  }
}
