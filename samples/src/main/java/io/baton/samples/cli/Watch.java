package io.baton.samples.cli;

import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import io.baton.tracing.viewer.Report;
import io.baton.tracing.viewer.Viewer;
import io.baton.tracing.viewer.ViewerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who looks on while texts are analyzed: a page in the browser, a report, both or nobody. Confined
 * to the main thread.
 */
final class Watch implements AutoCloseable {
  private final Optional<Viewer> viewer;
  private final Optional<TraceRecorder> recorder;
  private final Screen screen;

  private Watch(Optional<Viewer> viewer, Optional<TraceRecorder> recorder, Screen screen) {
    this.viewer = viewer;
    this.recorder = recorder;
    this.screen = screen;
  }

  /**
   * Starts the page if there is to be one, and says where it is.
   *
   * @param port of the page; less than 0 for none, 0 for any that is free
   * @throws ViewerException if the port is in use
   */
  static Watch start(int port, boolean records, Screen screen) {
    if (port >= 0) {
      var viewer = Viewer.builder().port(port).start();
      screen.say("page: " + viewer.uri());
      return new Watch(Optional.of(viewer), Optional.of(viewer.recorder()), screen);
    }
    return new Watch(
        Optional.empty(), records ? Optional.of(new TraceRecorder()) : Optional.empty(), screen);
  }

  Tracer tracer() {
    return Tracer.all(
        viewer
            .<List<Tracer>>map(List::of)
            .or(() -> recorder.map(List::of))
            .orElse(List.of())
            .toArray(Tracer[]::new));
  }

  /**
   * Writes what was seen as a report.
   *
   * @throws ViewerException if it cannot be written
   */
  void writeReport(Path file) {
    recorder.ifPresent(seen -> {
      Report.of(seen).title("Text analysis").writeTo(file);
      screen.say("report: " + file);
    });
  }

  /** Leaves the page there, if there is one, until a line or the end comes from the input. */
  void linger(InputStream in) throws IOException {
    if (viewer.isPresent()) {
      screen.say("Press Enter to end the page.");
      int c;
      do {
        c = in.read();
      } while (c >= 0 && c != '\n');
    }
  }

  @Override
  public void close() {
    viewer.ifPresent(Viewer::close);
  }
}
