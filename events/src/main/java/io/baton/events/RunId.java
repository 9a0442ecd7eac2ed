package io.baton.events;

import java.util.UUID;

/**
 * The identity of one run: 128 bits, unique across processes and roughly ordered by time. Runs that
 * agents start below another share its {@link CorrelationId}, but each has an id of its own.
 *
 * <p>Immutable and thread-safe. Its text form is a UUID.
 *
 * @param high the high 64 bits
 * @param low the low 64 bits
 */
public record RunId(long high, long low) {

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if {@code text} is not a UUID of 36 characters
   */
  public static RunId parse(String text) {
    UUID uuid = Bits128.parse(text);
    return new RunId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** The text form: a UUID of 36 characters. */
  @Override
  public String toString() {
    return Bits128.text(high, low);
  }
}
