package io.baton.tracing;

/** Makes text from outside harmless to show: a terminal obeys what it is sent. */
final class OneLine {

  private OneLine() {}

  /** The text on one line, with a blank for each character that is not to be seen. */
  static String of(String text) {
    if (text.chars().allMatch(OneLine::isPlain)) {
      return text;
    }
    var safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.appendCodePoint(isHarmful(c) ? ' ' : c));
    return safe.toString();
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c < 0x7f;
  }

  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
