package io.baton.dispatcher;

import io.baton.agents.RunOutcome;
import io.baton.agents.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When a run, with all runs below it, expires. Thread-safe. */
final class RunDeadline {

  private final Duration within;
  private final Duration delay;
  private final Instant at;
  private final TimeSource time;
  private volatile TimeSource.@Nullable Timer timer;

  RunDeadline(TimeSource time, Duration within) {
    this.time = time;
    this.within = within;
    delay = Duration.ofNanos(TimeUnit.NANOSECONDS.convert(within));
    at = time.now().plus(delay);
  }

  Instant at() {
    return at;
  }

  /** Ends the run when the time has come, unless it is over before. */
  void arm(RunState run) {
    String why = "its deadline of " + within + " has passed";
    timer = time.schedule(delay, () -> run.endWithRun(RunOutcome.EXPIRED, why));
    if (run.isOver()) {
      // Whoever ended it meanwhile may have found no timer to cancel.
      disarm();
    }
  }

  void disarm() {
    TimeSource.Timer mine = timer;
    if (mine != null) {
      mine.cancel();
    }
  }
}
