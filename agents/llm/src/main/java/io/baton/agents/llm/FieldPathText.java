package io.baton.agents.llm;

import io.baton.agents.llm.FieldPath.Index;
import io.baton.agents.llm.FieldPath.Segment;

/** Writes the segments of paths. */
final class FieldPathText {

  private static final String NOT_PLAIN = ".[]\"'*\\";

  private FieldPathText() {}

  static void append(Segment segment, StringBuilder text) {
    switch (segment) {
      case Index(int at) -> text.append('[').append(at).append(']');
      case FieldPath.Key(String name) when isPlain(name) -> appendPlain(name, text);
      case FieldPath.Key(String name) -> appendQuoted(name, text);
    }
  }

  /** Whether a key needs no quotes. */
  private static boolean isPlain(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> isPlain((char) c));
  }

  /** Whether a character may stand in a key without quotes. */
  static boolean isPlain(char c) {
    return NOT_PLAIN.indexOf(c) < 0 && !Character.isWhitespace(c) && !Character.isISOControl(c);
  }

  static void appendPlain(String name, StringBuilder text) {
    text.append(text.isEmpty() ? "" : ".").append(name);
  }

  private static void appendQuoted(String name, StringBuilder text) {
    text.append("[\"");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append("\"]");
  }
}
