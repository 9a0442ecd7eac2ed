package io.baton.events;

/**
 * The identity of one event: 128 bits, unique across processes and roughly ordered by time.
 *
 * <p>Immutable and thread-safe. Its text form is a UUID; ids made by {@link IdSource#timeOrdered()}
 * are of version 7 (RFC 9562).
 *
 * @param high the high 64 bits; for version 7, the time in milliseconds stands in its upper 48
 * @param low the low 64 bits
 */
public record EventId(long high, long low) implements Comparable<EventId> {

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if {@code text} is not a UUID of 36 characters
   */
  public static EventId parse(String text) {
    var uuid = Bits128.parse(text);
    return new EventId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** Orders by the bits as an unsigned number, which is roughly the order of time. */
  @Override
  public int compareTo(EventId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** The text form: a UUID of 36 characters. */
  @Override
  public String toString() {
    return Bits128.text(high, low);
  }
}
