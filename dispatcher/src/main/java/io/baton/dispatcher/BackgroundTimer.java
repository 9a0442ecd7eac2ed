package io.baton.dispatcher;

import io.baton.agents.TimeSource;
import io.baton.events.Event;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dispatches one event by the clock, once or again and again. Thread-safe. */
final class BackgroundTimer implements TimeSource.Timer {

  /** The period of a timer that fires once. */
  static final long ONCE = 0;

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Engine engine;
  private final BackgroundTimers timers;
  private final Event event;
  private final long periodNanos;

  /** Confined to the thread of the timers. */
  private boolean hasWarned;

  // Guarded by this.
  private TimeSource.@Nullable Timer next;
  private boolean isCancelled;
  private long dueNanos;

  BackgroundTimer(Engine engine, BackgroundTimers timers, Event event, long periodNanos) {
    this.engine = engine;
    this.timers = timers;
    this.event = event;
    this.periodNanos = periodNanos;
  }

  synchronized void start(long delayNanos) {
    dueNanos = engine.time().nanoTime() + delayNanos;
    schedule(delayNanos);
  }

  private void schedule(long delayNanos) {
    next = engine.time().schedule(Duration.ofNanos(delayNanos), this::fire);
  }

  private void fire() {
    if (!isOn()) {
      return;
    }
    if (periodNanos == ONCE) {
      timers.ended(this);
      engine.postRoot(event);
    } else {
      offer();
      scheduleNext();
    }
  }

  private void offer() {
    try {
      if (!engine.intake().tryPut(event, null) && !hasWarned) {
        hasWarned = true;
        log.warn(
            "background event left out, since the dispatcher is full: dispatcher={} type={}",
            engine.name(),
            event.getClass().getSimpleName());
      }
    } catch (DispatcherClosedException _) {
      // It has closed just now, and ends this timer.
    }
  }

  private synchronized boolean isOn() {
    return !isCancelled;
  }

  /** Times that have passed already are left out. */
  private synchronized void scheduleNext() {
    if (!isCancelled) {
      long now = engine.time().nanoTime();
      long late = Math.max(0, now - dueNanos);
      dueNanos += periodNanos * (late / periodNanos + 1);
      schedule(dueNanos - now);
    }
  }

  @Override
  public void cancel() {
    synchronized (this) {
      isCancelled = true;
      if (next != null) {
        next.cancel();
      }
    }
    timers.ended(this);
  }
}
