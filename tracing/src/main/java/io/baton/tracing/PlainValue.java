package io.baton.tracing;

/** Values whose text is known to say what they are, and nothing else. */
final class PlainValue {

  private PlainValue() {}

  /** Enums, and values of the Java platform such as numbers, dates, UUIDs and URIs. */
  static boolean isPlain(Object value) {
    return value instanceof Enum
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || isOf(value, "java.time.")
        || isOf(value, "java.net.")
        || isOf(value, "java.util.UUID")
        || isOf(value, "java.util.Currency")
        || isOf(value, "java.util.Locale");
  }

  private static boolean isOf(Object value, String name) {
    return value.getClass().getName().startsWith(name);
  }
}
