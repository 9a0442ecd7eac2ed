package io.baton.events;

import java.util.UUID;

/** What the two kinds of 128-bit id share: the text form of RFC 9562. */
final class Bits128 {

  private Bits128() {}

  static String text(long high, long low) {
    return new UUID(high, low).toString();
  }

  static UUID parse(String text) {
    try {
      var uuid = UUID.fromString(text);
      if (uuid.toString().equalsIgnoreCase(text)) {
        return uuid;
      }
    } catch (IllegalArgumentException _) {
      // reported below, with the text
    }
    throw new IllegalArgumentException(
        "an id must be a UUID of 36 characters, but is \"" + text + "\"");
  }
}
