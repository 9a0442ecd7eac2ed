package io.baton.agents.llm;

import io.baton.agents.llm.FieldPath.Index;
import java.util.ArrayList;
import java.util.List;

/** Reads the text form of paths and patterns. Confined to one thread. */
final class FieldPathParser {

  private static final int MOST_DIGITS = 9;
  private static final int HEX_DIGITS = 4;

  private final String text;
  private int at;

  private FieldPathParser(String text) {
    this.text = text;
  }

  static List<FieldStep> parse(String text) {
    return new FieldPathParser(text).steps();
  }

  private List<FieldStep> steps() {
    var steps = new ArrayList<FieldStep>();
    while (at < text.length()) {
      if (take('[')) {
        steps.add(bracket());
      } else if (steps.isEmpty() || take('.')) {
        steps.add(word());
      } else {
        throw wrong("a . or [");
      }
    }
    return List.copyOf(steps);
  }

  private FieldStep word() {
    if (take('*')) {
      return new FieldStep.AnyKey();
    }
    int start = at;
    while (at < text.length() && FieldPathText.isPlain(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw wrong("a key");
    }
    return new FieldStep.Exactly(new FieldPath.Key(text.substring(start, at)));
  }

  private FieldStep bracket() {
    FieldStep step;
    if (take('*')) {
      step = new FieldStep.AnyIndex();
    } else if (take('"')) {
      step = new FieldStep.Exactly(new FieldPath.Key(quoted()));
    } else {
      step = new FieldStep.Exactly(new Index(index()));
    }
    if (!take(']')) {
      throw wrong("a ]");
    }
    return step;
  }

  private int index() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start || at - start > MOST_DIGITS) {
      throw wrong("an index of 1 to " + MOST_DIGITS + " digits");
    }
    return Integer.parseInt(text, start, at, 10);
  }

  private String quoted() {
    var name = new StringBuilder();
    while (!take('"')) {
      char c = next();
      name.append(c == '\\' ? escaped() : c);
    }
    return name.toString();
  }

  private char escaped() {
    char c = next();
    if (c != 'u') {
      return c;
    }
    int code = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong("four hexadecimal digits");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private char next() {
    if (at == text.length()) {
      throw wrong("a \"");
    }
    return text.charAt(at++);
  }

  private boolean take(char c) {
    boolean isThere = at < text.length() && text.charAt(at) == c;
    at += isThere ? 1 : 0;
    return isThere;
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(
        "path \"%s\" must have %s at character %d".formatted(text, expected, at));
  }
}
