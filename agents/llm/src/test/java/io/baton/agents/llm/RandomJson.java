package io.baton.agents.llm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random texts of JSON (RFC 8259), in every way that a value can be written. */
final class RandomJson {
  private static final int DEEPEST = 6;
  private static final String[] SPACES = {"", "", "", " ", "\n  ", "\t", "\r\n", "    "};
  private static final String[] CHARACTERS = {
    "a",
    "Z",
    " ",
    "é",
    "中",
    "😀",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "'",
    "/",
    "//",
    "/*",
    "\u007f",
    "\u2028",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b",
    "\\f",
    "\\n",
    "\\r",
    "\\t",
    "\\u0041",
    "\\u00e9",
    "\\u4E2d",
    "\\ud83d\\ude00",
    "\\uD834\\uDD1E",
    "\\u0000"
  };

  private final SplittableRandom random;
  private final StringBuilder text = new StringBuilder();

  private RandomJson(SplittableRandom random) {
    this.random = random;
  }

  /** An object or an array; its keys are unique, unless they should not be. */
  static String of(SplittableRandom random, boolean mayRepeatKeys) {
    var json = new RandomJson(random);
    json.space();
    json.container(0, mayRepeatKeys);
    json.space();
    return json.text.toString();
  }

  /** A text in fragments: single characters, the whole, or any lengths between, some empty. */
  static List<String> cut(String text, SplittableRandom random) {
    int most = 1 + random.nextInt(random.nextInt(5) == 0 ? 1 + text.length() : 8);
    var fragments = new ArrayList<String>();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + random.nextInt(most + 1));
      fragments.add(text.substring(at, end));
      at = end;
    }
    return fragments;
  }

  private void value(int depth, boolean mayRepeatKeys) {
    switch (random.nextInt(depth < DEEPEST ? 8 : 6)) {
      case 0 -> text.append("true");
      case 1 -> text.append("false");
      case 2 -> text.append("null");
      case 3 -> number();
      case 4, 5 -> string();
      default -> container(depth, mayRepeatKeys);
    }
  }

  private void container(int depth, boolean mayRepeatKeys) {
    boolean isObject = random.nextBoolean();
    int size = random.nextInt(random.nextInt(4) == 0 ? 9 : 4);
    text.append(isObject ? '{' : '[');
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ",");
      space();
      if (isObject) {
        key(i, mayRepeatKeys);
      }
      value(depth + 1, mayRepeatKeys);
      space();
    }
    space();
    text.append(isObject ? '}' : ']');
  }

  private void key(int place, boolean mayRepeat) {
    if (mayRepeat) {
      text.append('"').append("ab".charAt(random.nextInt(2))).append('"');
    } else {
      string();
      text.insert(text.length() - 1, place);
    }
    space();
    text.append(':');
    space();
  }

  private void string() {
    text.append('"');
    int length = random.nextInt(random.nextInt(4) == 0 ? 30 : 5);
    for (int i = 0; i < length; i++) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    text.append('"');
  }

  private void number() {
    switch (random.nextInt(6)) {
      case 0 -> text.append(random.nextInt(-20, 20));
      case 1 -> text.append(random.nextInt());
      case 2 -> text.append(random.nextLong());
      case 3 -> text.append(BigInteger.valueOf(random.nextLong()).pow(1 + random.nextInt(3)));
      case 4 -> text.append(random.nextInt(5) == 0 ? -0.0 : random.nextDouble() - 0.5);
      default -> exponent();
    }
  }

  private void exponent() {
    text.append(random.nextBoolean() ? "-" : "").append(random.nextInt(100));
    text.append(random.nextBoolean() ? "." + random.nextInt(1000) : "");
    text.append(random.nextBoolean() ? "e" : "E");
    text.append(new String[] {"", "+", "-"}[random.nextInt(3)]).append(random.nextInt(400));
  }

  private void space() {
    text.append(SPACES[random.nextInt(SPACES.length)]);
  }
}
