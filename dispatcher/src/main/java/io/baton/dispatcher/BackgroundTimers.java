package io.baton.dispatcher;

import io.baton.agents.TimeSource;
import io.baton.events.Event;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The background timers of a dispatcher that have not ended. */
final class BackgroundTimers implements Background {

  /** Longer than anybody waits, and far from an overflow. */
  private static final long MOST_NANOS = Long.MAX_VALUE / 4;

  private final Engine engine;
  private final Set<BackgroundTimer> timers = ConcurrentHashMap.newKeySet();

  BackgroundTimers(Engine engine) {
    this.engine = engine;
  }

  @Override
  public TimeSource.Timer every(Duration period, Event event) {
    Answers.checked(event, "event");
    if (!period.isPositive()) {
      throw new IllegalArgumentException("period must be positive, but is " + period);
    }
    return start(event, nanos(period), nanos(period));
  }

  @Override
  public TimeSource.Timer after(Duration delay, Event event) {
    Answers.checked(event, "event");
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, but is " + delay);
    }
    return start(event, nanos(delay), BackgroundTimer.ONCE);
  }

  private static long nanos(Duration duration) {
    return Math.min(MOST_NANOS, TimeUnit.NANOSECONDS.convert(duration));
  }

  private TimeSource.Timer start(Event event, long delayNanos, long periodNanos) {
    var timer = new BackgroundTimer(engine, this, event, periodNanos);
    timers.add(timer);
    timer.start(delayNanos);
    if (engine.intake().isClosed()) {
      timer.cancel();
      throw engine.closed();
    }
    return timer;
  }

  void ended(BackgroundTimer timer) {
    timers.remove(timer);
  }

  /** Ends all; no event comes any more. */
  void close() {
    timers.forEach(BackgroundTimer::cancel);
  }
}
