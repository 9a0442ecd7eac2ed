package io.baton.dispatcher;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How often a route tries a delivery, and how long it waits in between. Immutable: each method
 * gives a changed copy.
 *
 * <p>Defaults: a wait that doubles from 100 ms up to 10 s; every exception is tried again. Errors
 * are not, and a {@link io.baton.agents.MemoryConflictException} always is, whatever {@link #when}
 * says: somebody else was quicker, and nothing is wrong.
 */
public final class Retry {

  /** How long the first wait is at most. */
  public static final Duration DEFAULT_FIRST = Duration.ofMillis(100);

  /** How long any wait is at most. */
  public static final Duration DEFAULT_MOST = Duration.ofSeconds(10);

  private final int attempts;
  private final Duration first;
  private final Duration most;
  private final Predicate<? super Exception> predicate;

  private Retry(
      int attempts, Duration first, Duration most, Predicate<? super Exception> predicate) {
    this.attempts = attempts;
    this.first = first;
    this.most = most;
    this.predicate = predicate;
  }

  /**
   * Makes at most so many attempts in all, the first included.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public static Retry attempts(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, but is " + attempts);
    }
    return new Retry(attempts, DEFAULT_FIRST, DEFAULT_MOST, _ -> true);
  }

  /**
   * Waits before each attempt but the first: up to {@code first}, then up to twice that, and so on,
   * but no more than {@code most}. Each wait is drawn at random from the upper half of its range,
   * so that those who failed together do not come back together. Zero and zero means no wait.
   *
   * @throws IllegalArgumentException if {@code first} is negative, or {@code most} less than it
   */
  public Retry backoff(Duration first, Duration most) {
    if (first.isNegative()) {
      throw new IllegalArgumentException("the first backoff must not be negative, but is " + first);
    }
    if (most.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "the longest backoff must be at least the first, " + first + ", but is " + most);
    }
    return new Retry(attempts, first, most, predicate);
  }

  /**
   * Tries again only after exceptions for which a predicate holds. It runs on any thread, so it
   * must be quick, pure and thread-safe; if it throws, there is no further attempt.
   */
  public Retry when(Predicate<? super Exception> predicate) {
    Objects.requireNonNull(predicate, "predicate must not be null");
    return new Retry(attempts, first, most, predicate);
  }

  /** Whether there is an attempt after the given one, which failed for the given cause. */
  boolean isAfter(int attempt, Throwable cause) {
    return attempt < attempts && cause instanceof Exception e && predicate.test(e);
  }

  /** Whether there is an attempt after the given one at all. */
  boolean isAfter(int attempt) {
    return attempt < attempts;
  }

  /**
   * The wait after an attempt.
   *
   * @param random from 0 to below 1
   */
  Duration delay(int attempt, double random) {
    long whole = Math.min(Nanos.of(most), doubled(Nanos.of(first), attempt - 1));
    long half = whole / 2;
    return Duration.ofNanos(whole - half + (long) (half * random));
  }

  private static long doubled(long nanos, int times) {
    boolean isTooLong = nanos > 0 && times >= Long.numberOfLeadingZeros(nanos) - 1;
    return isTooLong ? Long.MAX_VALUE : nanos << times;
  }
}
