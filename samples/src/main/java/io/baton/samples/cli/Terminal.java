package io.baton.samples.cli;

/**
 * What stands at the end of the error stream, and of the standard input.
 *
 * @param live whether it is a terminal, so that a line can be drawn anew
 * @param keyboard whether somebody types the standard input there
 * @param columns how wide it is
 */
record Terminal(boolean live, boolean keyboard, int columns) {
  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 20;
  private static final int USUAL_DRAWING_COLUMNS = 100;
  private static final int FEWEST_DRAWING_COLUMNS = 40;

  Terminal {
    columns = columns < FEWEST_COLUMNS ? USUAL_COLUMNS : columns;
  }

  /** How wide a drawing may be: as the terminal, or as wide as people usually bear. */
  int drawingColumns() {
    return live ? Math.max(FEWEST_DRAWING_COLUMNS, columns) : USUAL_DRAWING_COLUMNS;
  }

  /** No terminal: a file, a pipe, a test. */
  static Terminal none() {
    return new Terminal(false, false, USUAL_COLUMNS);
  }

  /** What the script that started this program found out; Java itself cannot tell. */
  static Terminal ofSystemProperties() {
    return new Terminal(
        Boolean.getBoolean("baton.samples.terminal"),
        Boolean.getBoolean("baton.samples.keyboard"),
        Integer.getInteger("baton.samples.columns", USUAL_COLUMNS));
  }
}
