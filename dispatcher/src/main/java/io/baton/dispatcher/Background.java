package io.baton.dispatcher;

import io.baton.agents.TimeSource;
import io.baton.events.Event;
import java.time.Duration;

/**
 * Events that come by the clock, for as long as the dispatcher is open. They are dispatched as by a
 * caller outside, as roots without a run. A drain waits for those that have come, and not for those
 * that will; when the dispatcher closes, they end. Thread-safe.
 */
public interface Background {

  /**
   * Dispatches an event again and again, the first time after one period. A time that passes while
   * the dispatcher is full, or while its clock is late, is left out: events never pile up.
   *
   * @return the timer, to end it
   * @throws IllegalArgumentException if {@code period} is not positive
   * @throws DispatcherClosedException if the dispatcher is closed or has failed
   */
  TimeSource.Timer every(Duration period, Event event);

  /**
   * Dispatches an event once, after a delay, however full the dispatcher is then.
   *
   * @return the timer, to withdraw it
   * @throws IllegalArgumentException if {@code delay} is negative
   * @throws DispatcherClosedException if the dispatcher is closed or has failed
   */
  TimeSource.Timer after(Duration delay, Event event);
}
