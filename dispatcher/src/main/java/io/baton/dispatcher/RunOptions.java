package io.baton.dispatcher;

import io.baton.events.CorrelationId;
import io.baton.events.Headers;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How far a run may go, and what travels with all of its events. Immutable: each method gives a
 * changed copy, so that options can be shared by method reference: {@code dispatcher.run(event, o
 * -> o.within(ofMinutes(1)))}. Runs that agents start below it inherit all of it.
 *
 * <p>Defaults: no deadline; {@value #DEFAULT_MAX_HOPS} hops; any number of events; none recorded; a
 * correlation of its own; no headers.
 */
public final class RunOptions {

  /** How many agents may stand between an event and its root. */
  public static final int DEFAULT_MAX_HOPS = 1_000;

  static final RunOptions DEFAULTS =
      new RunOptions(null, DEFAULT_MAX_HOPS, Long.MAX_VALUE, 0, null, Headers.none());

  final @Nullable Duration within;
  final int maxHops;
  final long maxEvents;
  final int keepEvents;
  final @Nullable CorrelationId correlationId;
  final Headers headers;

  private RunOptions(
      @Nullable Duration within,
      int maxHops,
      long maxEvents,
      int keepEvents,
      @Nullable CorrelationId correlationId,
      Headers headers) {
    this.within = within;
    this.maxHops = maxHops;
    this.maxEvents = maxEvents;
    this.keepEvents = keepEvents;
    this.correlationId = correlationId;
    this.headers = headers;
  }

  static RunOptions chosen(UnaryOperator<RunOptions> options) {
    return Objects.requireNonNull(options.apply(DEFAULTS), "options must not give null");
  }

  /**
   * Sets a deadline, so long after the start. A run that has not ended by then is over: its outcome
   * is {@code EXPIRED}, whoever waits is told at once, and what is still queued is skipped.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public RunOptions within(Duration within) {
    Checks.require(within.isPositive(), "within must be positive, but is " + within);
    return new RunOptions(within, maxHops, maxEvents, keepEvents, correlationId, headers);
  }

  /**
   * How many agents may stand between an event and its root; {@value #DEFAULT_MAX_HOPS} by default.
   * An event that has made more becomes a dead letter, whose path shows the loop; the run goes on.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RunOptions maxHops(int maxHops) {
    Checks.atLeast(1, "maxHops", maxHops);
    return new RunOptions(within, maxHops, maxEvents, keepEvents, correlationId, headers);
  }

  /**
   * How many events may be routed, the root and those of runs below included, system events left
   * aside; any number by default. The first one above fails the run: its outcome is {@code FAILED},
   * and the reason says so.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RunOptions maxEvents(long maxEvents) {
    Checks.require(maxEvents >= 1, "maxEvents must be at least 1, but is " + maxEvents);
    return new RunOptions(within, maxHops, maxEvents, keepEvents, correlationId, headers);
  }

  /**
   * Records the run's events for {@link Run#events}, the last so many of them; none by default.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public RunOptions keepEvents(int keepEvents) {
    Checks.atLeast(1, "keepEvents", keepEvents);
    return new RunOptions(within, maxHops, maxEvents, keepEvents, correlationId, headers);
  }

  /**
   * The correlation of all its events; a fresh one by default. One that belongs to a run that has
   * not ended is refused when the run is started.
   */
  public RunOptions correlationId(CorrelationId correlationId) {
    return new RunOptions(within, maxHops, maxEvents, keepEvents, correlationId, headers);
  }

  /**
   * Adds a header to all its events, or changes it.
   *
   * @throws IllegalArgumentException if {@code name} is blank
   */
  public RunOptions header(String name, String value) {
    return new RunOptions(
        within, maxHops, maxEvents, keepEvents, correlationId, headers.with(name, value));
  }
}
