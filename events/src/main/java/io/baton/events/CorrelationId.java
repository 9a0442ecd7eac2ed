package io.baton.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * What all events that one dispatch caused have in common: 128 bits.
 *
 * <p>Immutable and thread-safe. Its text form is a UUID: of version 7 where the dispatcher made it,
 * of version 8 where it was made {@linkplain #of from a name}.
 *
 * @param high the high 64 bits
 * @param low the low 64 bits
 */
public record CorrelationId(long high, long low) {

  /**
   * The id of a name of the caller's own, such as an order number: always the same for one name, in
   * every process. It is made of the first 128 bits of the name's SHA-256, as RFC 9562 suggests for
   * version 8.
   */
  public static CorrelationId of(String name) {
    byte[] hash = sha256(name);
    long high = (bytesToLong(hash, 0) & ~0xF000L) | 0x8000L;
    long low = (bytesToLong(hash, 8) & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new CorrelationId(high, low);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if {@code text} is not a UUID of 36 characters
   */
  public static CorrelationId parse(String text) {
    UUID uuid = Bits128.parse(text);
    return new CorrelationId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /** The text form: a UUID of 36 characters. */
  @Override
  public String toString() {
    return Bits128.text(high, low);
  }

  private static byte[] sha256(String name) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static long bytesToLong(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }
}
