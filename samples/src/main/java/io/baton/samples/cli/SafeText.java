package io.baton.samples.cli;

import java.util.stream.Collectors;

/** Makes text from outside harmless to show: a terminal obeys what it is sent. */
final class SafeText {

  private SafeText() {}

  /**
   * The text on one line, with spaces for tabs and line ends, and the names of other control and
   * direction characters in their place.
   */
  static String of(String text) {
    var safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(c, safe));
    return safe.toString();
  }

  /** The same with its line ends. */
  static String ofLines(String text) {
    return text.lines().map(SafeText::of).collect(Collectors.joining("\n"))
        + (text.endsWith("\n") ? "\n" : "");
  }

  private static void append(int c, StringBuilder safe) {
    if (c == '\t' || c == '\n' || c == '\r') {
      safe.append(' ');
    } else if (isHarmful(c)) {
      safe.append("<U+%04X>".formatted(c));
    } else {
      safe.appendCodePoint(c);
    }
  }

  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.FORMAT -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
      default -> false;
    };
  }
}
