package io.baton.agents;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What has become of one call of a {@link Gather}. Immutable.
 *
 * @param <T> what the call gives
 */
public sealed interface Outcome<T extends @Nullable Object> {

  /** The place of the call among those of its gather, from 0. */
  int index();

  /** The name of the call. */
  String name();

  /** How long it took, or had taken until the gather ended; zero if it never began. */
  Duration elapsed();

  /** Whether it has ended well. */
  default boolean isOk() {
    return this instanceof Ok;
  }

  /**
   * The call has ended well.
   *
   * @param index its place, from 0
   * @param name its name
   * @param elapsed how long it took
   * @param value what it gave, which may be null
   */
  record Ok<T extends @Nullable Object>(int index, String name, Duration elapsed, T value)
      implements Outcome<T> {}

  /**
   * The call has thrown something.
   *
   * @param index its place, from 0
   * @param name its name
   * @param elapsed how long it took
   * @param cause what it has thrown
   */
  record Failed<T extends @Nullable Object>(
      int index, String name, Duration elapsed, Throwable cause) implements Outcome<T> {

    /** One line with place and cause, such as {@code cook at index 1 failed: ...}. */
    @Override
    public String toString() {
      return name + " at index " + index + " failed: " + cause;
    }
  }

  /**
   * The call had not ended when the time of its gather was up; it was interrupted.
   *
   * @param index its place, from 0
   * @param name its name
   * @param elapsed how long it had taken
   * @param limit the time that the gather had
   */
  record TimedOut<T extends @Nullable Object>(
      int index, String name, Duration elapsed, Duration limit) implements Outcome<T> {

    /** One line with place and limit. */
    @Override
    public String toString() {
      return name + " at index " + index + " was not done within " + limit;
    }
  }

  /**
   * The call was given up before it had ended, or has given up by itself.
   *
   * @param index its place, from 0
   * @param name its name
   * @param elapsed how long it had taken
   * @param why what made it so
   */
  record Cancelled<T extends @Nullable Object>(int index, String name, Duration elapsed, Why why)
      implements Outcome<T> {

    /** One line with place and reason. */
    @Override
    public String toString() {
      return name + " at index " + index + " was cancelled: " + why;
    }
  }

  /** Why a call was cancelled. */
  enum Why {
    /** It has thrown an {@code InterruptedException} or a {@code CancellationException}. */
    ITSELF,
    /** The thread that gathered was interrupted, as that of an agent is when its run ends early. */
    CALLER,
    /** The run ended early that the gather belongs to. */
    RUN,
    /** Another call failed, and the first failure ends all. */
    FAILURE,
    /** Enough others have succeeded. */
    QUORUM,
    /** Enough others have succeeded; this one goes on, and nobody waits for it. */
    LEFT
  }
}
