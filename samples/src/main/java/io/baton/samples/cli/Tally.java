package io.baton.samples.cli;

import io.baton.events.DeadLetter;
import io.baton.samples.text.TextEvent.Combined;
import io.baton.samples.text.TextEvent.TextReceived;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what became of the inputs, and says what went wrong. Thread-safe. */
final class Tally {
  private final Screen screen;
  private final Set<String> dead = new HashSet<>(); // guarded by this, as all below
  private int analyzed;
  private int failed;
  private long words;
  private @Nullable Combined slowest;
  private boolean readerGone;

  Tally(Screen screen) {
    this.screen = screen;
  }

  /** One input gave no text. */
  synchronized void fail(String name, String reason) {
    failed++;
    screen.complain(name, reason);
  }

  /** An agent failed; true for the first failure of a document. */
  synchronized boolean fail(DeadLetter letter) {
    String name =
        switch (letter.envelope().event()) {
          case TextReceived text -> text.name();
          case Combined combined -> combined.name();
          default -> letter.agent();
        };
    if (!dead.add(name)) {
      return false;
    }
    fail(name, letter.agent() + " failed: " + letter.cause());
    return true;
  }

  synchronized void done(Combined result) {
    analyzed++;
    words += result.analysis().readability().words();
    if (slowest == null || result.work().compareTo(slowest.work()) > 0) {
      slowest = result;
    }
  }

  /** Nobody reads the results any more. */
  synchronized void loseReader() {
    readerGone = true;
  }

  synchronized boolean isReaderGone() {
    return readerGone;
  }

  synchronized boolean isClean() {
    return failed == 0 && !readerGone;
  }

  synchronized Totals totals(Duration time) {
    return new Totals(analyzed, failed, words, time, Optional.ofNullable(slowest));
  }

  /** The sums at the end. */
  record Totals(int analyzed, int failed, long words, Duration time, Optional<Combined> slowest) {}
}
