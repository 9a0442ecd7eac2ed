package io.baton.tracing.micrometer;

import io.baton.tracing.Gauges;
import io.baton.tracing.TraceSource;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;

/** What is there in a dispatcher, as it was within the last second. Thread-safe. */
final class Sampled {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TraceSource source;
  private final Clock clock;

  // Guarded by this.
  private Gauges gauges;
  private long takenAt;

  Sampled(TraceSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
    gauges = source.gauges();
    takenAt = clock.monotonicTime();
  }

  synchronized Gauges now() {
    long now = clock.monotonicTime();
    if (now - takenAt >= FRESH_NANOS) {
      gauges = source.gauges();
      takenAt = now;
    }
    return gauges;
  }
}
