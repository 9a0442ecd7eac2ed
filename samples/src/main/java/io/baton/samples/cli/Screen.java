package io.baton.samples.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * The two streams of a terminal program: results go to {@code out}, all else to {@code err}. Where
 * {@code err} is a terminal, its last line is a status that makes way for whatever is printed.
 * Thread-safe.
 */
final class Screen {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean live;
  private @Nullable String status; // guarded by this

  Screen(PrintStream out, PrintStream err, boolean live) {
    this.out = out;
    this.err = err;
    this.live = live;
  }

  /** Prints to {@code out}; false if nobody reads it any more. */
  synchronized boolean result(String text) {
    eraseStatus();
    out.print(text);
    boolean failed = out.checkError(); // flushes, too
    drawStatus();
    return !failed;
  }

  /** Prints a line to {@code err}. */
  synchronized void say(String line) {
    eraseStatus();
    err.println(line);
    drawStatus();
  }

  /** Prints to {@code err} what an answer is typed behind. */
  synchronized void prompt(String text) {
    eraseStatus();
    err.print(text);
    err.flush();
  }

  /** Prints one line about what went wrong with an input. */
  void complain(String name, String reason) {
    say("samples/run: " + SafeText.of(name) + ": " + SafeText.of(reason));
  }

  /** Shows how far it is: in place on a terminal, as a line of its own elsewhere. */
  synchronized void status(String line) {
    if (line.equals(status)) {
      return;
    }
    eraseStatus();
    status = line;
    if (live) {
      drawStatus();
    } else {
      err.println(line);
    }
  }

  /** Takes the status away. */
  synchronized void endStatus() {
    eraseStatus();
    status = null;
  }

  private void eraseStatus() {
    if (live && status != null) {
      err.print(ERASE_LINE);
      err.flush();
    }
  }

  private void drawStatus() {
    if (live && status != null) {
      err.print(status);
      err.flush();
    }
  }
}
