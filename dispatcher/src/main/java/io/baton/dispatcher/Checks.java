package io.baton.dispatcher;

import java.time.Duration;
import java.util.Objects;

/** What options must be. */
final class Checks {

  private Checks() {}

  /**
   * Refuses what does not hold.
   *
   * @param message names what, the bound and the value
   */
  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Gives a number that is large enough. */
  static int atLeast(int least, String name, int value) {
    require(value >= least, name + " must be at least " + least + ", but is " + value);
    return value;
  }

  /** Gives a power of two. */
  static int powerOfTwo(String name, int value) {
    require(
        value >= 1 && Integer.bitCount(value) == 1,
        name + " must be a power of two, but is " + value);
    return value;
  }

  /** Gives a time that is not below zero. */
  static Duration notNegative(String name, Duration value) {
    Objects.requireNonNull(value, () -> name + " must not be null");
    require(!value.isNegative(), name + " must not be negative, but is " + value);
    return value;
  }
}
