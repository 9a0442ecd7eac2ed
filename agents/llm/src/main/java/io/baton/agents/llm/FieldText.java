package io.baton.agents.llm;

/**
 * The text or key that is being read, and how much of it was given out. Escapes that JSON does not
 * have stand for themselves, and so do raw line breaks and tabs; half of a surrogate pair becomes
 * U+FFFD, so that no piece ever ends within a character. Confined to one thread.
 */
final class FieldText {

  private static final char NONE = 0;
  private static final char UNKNOWN = '\uFFFD';
  private static final int HEX_DIGITS = 4;

  private final FieldLimits limits;
  private final StringBuilder text = new StringBuilder();
  private char quote;
  private int given;

  /** The first half of a pair whose second half is still to come. */
  private char high;

  private Escape escape = Escape.NO;
  private int code;
  private int digits;

  FieldText(FieldLimits limits) {
    this.limits = limits;
  }

  private enum Escape {
    NO,
    BACKSLASH,
    HEX
  }

  /** Begins a text that a quote will end; none does if it is 0. */
  void begin(char quote) {
    this.quote = quote;
    text.setLength(0);
    given = 0;
    high = NONE;
    escape = Escape.NO;
  }

  /** Takes the characters that only stand for themselves; says where they end. */
  int takePlain(String source, int from) {
    if (escape != Escape.NO || high != NONE) {
      return from;
    }
    int end = from;
    while (end < source.length() && isPlain(source.charAt(end))) {
      end++;
    }
    int room = limits.stringLength() - text.length();
    text.append(source, from, Math.min(end, from + room));
    limits.check(FieldLimit.STRING_LENGTH, text.length() + (end - from > room ? 1L : 0L));
    return end;
  }

  private boolean isPlain(char c) {
    return c != quote && c != '\\' && !Character.isSurrogate(c);
  }

  /** Takes a character; says whether it was the quote that ends the text. */
  boolean take(char c) {
    if (escape == Escape.BACKSLASH) {
      takeEscaped(c);
      return false;
    }
    if (escape == Escape.HEX && isHex(c)) {
      takeHex(c);
      return false;
    }
    endHex();
    return takeUnescaped(c);
  }

  private boolean takeUnescaped(char c) {
    if (c == quote) {
      putHalf();
      return true;
    }
    if (c == '\\') {
      escape = Escape.BACKSLASH;
    } else {
      put(c);
    }
    return false;
  }

  private static boolean isHex(char c) {
    return c < 128 && Character.digit(c, 16) >= 0;
  }

  private void takeHex(char c) {
    code = code * 16 + Character.digit(c, 16);
    digits++;
    if (digits == HEX_DIGITS) {
      escape = Escape.NO;
      put((char) code);
    }
  }

  /** A unicode escape that stopped early is no escape. */
  private void endHex() {
    if (escape == Escape.HEX) {
      escape = Escape.NO;
      put('\\');
      put('u');
      for (int i = digits - 1; i >= 0; i--) {
        put(Character.forDigit(code >> (4 * i) & 0xF, 16));
      }
    }
  }

  private void takeEscaped(char c) {
    escape = Escape.NO;
    switch (c) {
      case '"', '\'', '\\', '/' -> put(c);
      case 'b' -> put('\b');
      case 'f' -> put('\f');
      case 'n' -> put('\n');
      case 'r' -> put('\r');
      case 't' -> put('\t');
      case 'u' -> {
        escape = Escape.HEX;
        code = 0;
        digits = 0;
      }
      default -> {
        put('\\');
        put(c);
      }
    }
  }

  /** Adds a character, or half of one. */
  void put(char c) {
    if (high != NONE && Character.isLowSurrogate(c)) {
      append(high);
      append(c);
      high = NONE;
      return;
    }
    putHalf();
    if (Character.isHighSurrogate(c)) {
      high = c;
    } else {
      append(Character.isLowSurrogate(c) ? UNKNOWN : c);
    }
  }

  private void putHalf() {
    if (high != NONE) {
      high = NONE;
      append(UNKNOWN);
    }
  }

  private void append(char c) {
    limits.check(FieldLimit.STRING_LENGTH, text.length() + 1L);
    text.append(c);
  }

  /** What has come since it was last asked for. */
  String piece() {
    String piece = text.substring(given);
    given = text.length();
    return piece;
  }

  /** All that has come. */
  String whole() {
    return text.toString();
  }
}
