package io.baton.samples.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** How many of the documents are done: a bar on a terminal, plain lines elsewhere. Thread-safe. */
final class Progress implements AutoCloseable {
  private static final int BAR_INTERVAL_MILLIS = 100;
  private static final int LINE_INTERVAL_MILLIS = 1_000;

  private final Screen screen;
  private final ProgressBar bar;

  private Progress(Screen screen, ProgressBar bar) {
    this.screen = screen;
    this.bar = bar;
  }

  static Progress start(Screen screen, Terminal terminal, int documents) {
    ProgressBarBuilder builder =
        ProgressBar.builder()
            .setTaskName("documents")
            .setInitialMax(documents)
            .setConsumer(new StatusLine(screen, terminal.columns() - 1));
    if (terminal.live()) {
      builder.setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(BAR_INTERVAL_MILLIS);
    } else {
      builder.setRenderer((state, _) -> line(state)).setUpdateIntervalMillis(LINE_INTERVAL_MILLIS);
    }
    return new Progress(screen, builder.hideEta().build());
  }

  /** One document more is done, well or not. */
  void step() {
    bar.step();
  }

  @Override
  public void close() {
    bar.close();
    screen.endStatus();
  }

  private static String line(ProgressState state) {
    return "documents: %d of %d done".formatted(state.getCurrent(), state.getMax());
  }

  private record StatusLine(Screen screen, int columns) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return columns;
    }

    @Override
    public void accept(String text) {
      screen.status(text);
    }

    @Override
    public void close() {}
  }
}
