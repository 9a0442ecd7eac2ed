package io.baton.tracing.viewer;

import io.baton.tracing.TraceEvent;
import java.time.Duration;

/** What one agent has done. Guarded by the lock of its picture. */
final class AgentFigures {

  /** Each delivery moves the mean by a twentieth of its distance. */
  private static final double WEIGHT = 0.05;

  private final Rate handled = new Rate(Ticker.ticks(Duration.ofSeconds(5)));
  private final Rate failing = new Rate(Ticker.ticks(Duration.ofSeconds(10)));
  private long started;
  private long ended;
  private long failed;
  private long retried;
  private long dead;
  private double wait;
  private double work;
  private long tokens;

  void apply(TraceEvent.OfAgent event) {
    switch (event) {
      case TraceEvent.AgentStarted _ -> started++;
      case TraceEvent.AgentEnded done -> {
        ended++;
        took(done.queueWait(), done.work());
      }
      case TraceEvent.AgentFailed done -> {
        failed++;
        failing.add(1);
        took(done.queueWait(), done.work());
      }
      case TraceEvent.DeadLettered letter -> {
        dead++;
        failing.add(letter.attempt() == 0 ? 1 : 0); // else its last attempt was counted
      }
      case TraceEvent.Retried _ -> retried++;
      case TraceEvent.ModelCalled called -> tokens += called.inputTokens() + called.outputTokens();
      case TraceEvent.Queued _,
          TraceEvent.Cancelled _,
          TraceEvent.TimedOut _,
          TraceEvent.Recovered _,
          TraceEvent.Dropped _,
          TraceEvent.Note _,
          TraceEvent.ToolCalled _ -> {}
    }
  }

  private void took(Duration waited, Duration worked) {
    double weight = ended + failed == 1 ? 1 : WEIGHT;
    wait += (waited.toNanos() / 1e3 - wait) * weight;
    work += (worked.toNanos() / 1e3 - work) * weight;
    handled.add(1);
  }

  void tick() {
    handled.tick();
    failing.tick();
  }

  View view() {
    return new View(
        started,
        ended,
        failed,
        retried,
        dead,
        handled.perSecond(),
        failing.sum(),
        Math.round(wait),
        Math.round(work),
        tokens);
  }

  /**
   * Figures of an agent, for the page.
   *
   * @param rate attempts a second, of the last five
   * @param failing failures of the last ten seconds
   * @param waited the recent mean wait, in microseconds
   * @param worked the recent mean work, in microseconds
   */
  record View(
      long started,
      long ended,
      long failed,
      long retried,
      long dead,
      double rate,
      long failing,
      long waited,
      long worked,
      long tokens) {}
}
