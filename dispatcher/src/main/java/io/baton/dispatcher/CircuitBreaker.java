package io.baton.dispatcher;

import io.baton.agents.MemoryConflictException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * When a route stops to call an agent that mostly fails, so that what it calls can recover.
 * Immutable settings: each route that is given them has a circuit of its own.
 *
 * <p>Closed, the circuit lets every attempt through. It opens when too many of the last attempts
 * have failed: then each attempt fails at once with a {@link CircuitOpenException}, and counts as
 * one. After a pause it lets a single attempt through, and closes if that ends well.
 *
 * <p>Defaults: a pause of 30 s; every failure counts, a time-out included.
 */
public final class CircuitBreaker {

  /** How long a circuit stays open. */
  public static final Duration DEFAULT_PAUSE = Duration.ofSeconds(30);

  static final int MOST_ATTEMPTS = 10_000;

  private final int failures;
  private final int attempts;
  private final Duration pause;
  private final Predicate<? super Exception> predicate;

  private CircuitBreaker(
      int failures, int attempts, Duration pause, Predicate<? super Exception> predicate) {
    this.failures = failures;
    this.attempts = attempts;
    this.pause = pause;
    this.predicate = predicate;
  }

  /**
   * Opens when so many of the last attempts have failed: {@code opensAfter(5, 10)} after five of
   * the last ten, as soon as there are five.
   *
   * @throws IllegalArgumentException if {@code failures} is less than 1, or {@code attempts} is
   *     less than it or more than 10,000
   */
  public static CircuitBreaker opensAfter(int failures, int attempts) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures must be at least 1, but is " + failures);
    }
    if (attempts < failures || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "attempts must be from failures, "
              + failures
              + ", to "
              + MOST_ATTEMPTS
              + ", but is "
              + attempts);
    }
    return new CircuitBreaker(failures, attempts, DEFAULT_PAUSE, _ -> true);
  }

  /**
   * Stays open for so long before it lets an attempt through.
   *
   * @throws IllegalArgumentException if it is zero or negative
   */
  public CircuitBreaker pause(Duration pause) {
    if (!pause.isPositive()) {
      throw new IllegalArgumentException("pause must be positive, but is " + pause);
    }
    return new CircuitBreaker(failures, attempts, pause, predicate);
  }

  /**
   * Counts only exceptions for which a predicate holds; after others what is behind the agent
   * counts as sound, and so it does after a conflict in memory. Errors always count. It runs on any
   * thread, so it must be quick, pure and thread-safe; if it throws, the exception counts.
   */
  public CircuitBreaker when(Predicate<? super Exception> predicate) {
    Objects.requireNonNull(predicate, "predicate must not be null");
    return new CircuitBreaker(failures, attempts, pause, predicate);
  }

  int failures() {
    return failures;
  }

  int attempts() {
    return attempts;
  }

  Duration pause() {
    return pause;
  }

  boolean isFailure(Throwable cause) {
    try {
      return !(cause instanceof Exception e)
          || (!(e instanceof MemoryConflictException) && predicate.test(e));
    } catch (Throwable _) {
      // Foreign code, which may throw anything.
      return true;
    }
  }
}
