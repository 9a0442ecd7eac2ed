package io.baton.agents.llm;

/**
 * How much of an answer is read: past a bound, reading fails with {@link
 * FieldException.LimitExceeded}. Immutable; each method with an argument gives a copy.
 *
 * @param depth how deep objects and arrays may be nested; 500 by default
 * @param stringLength how long a text or key may be, in {@code char}s; 8,388,608 by default
 * @param numberLength how many characters a number may have; 1,000 by default
 * @param textLength how long the answer may be until its value ends, in {@code char}s; 16,777,216
 *     by default
 */
public record FieldLimits(int depth, int stringLength, int numberLength, int textLength) {

  private static final FieldLimits DEFAULTS = new FieldLimits(500, 1 << 23, 1_000, 1 << 24);

  /**
   * Limits.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public FieldLimits {
    checkPositive("depth", depth);
    checkPositive("stringLength", stringLength);
    checkPositive("numberLength", numberLength);
    checkPositive("textLength", textLength);
  }

  /** The limits that hold unless others are given. */
  public static FieldLimits defaults() {
    return DEFAULTS;
  }

  /** The same with another bound for the depth. */
  public FieldLimits depth(int levels) {
    return new FieldLimits(levels, stringLength, numberLength, textLength);
  }

  /** The same with another bound for texts and keys. */
  public FieldLimits stringLength(int chars) {
    return new FieldLimits(depth, chars, numberLength, textLength);
  }

  /** The same with another bound for numbers. */
  public FieldLimits numberLength(int chars) {
    return new FieldLimits(depth, stringLength, chars, textLength);
  }

  /** The same with another bound for the whole answer. */
  public FieldLimits textLength(int chars) {
    return new FieldLimits(depth, stringLength, numberLength, chars);
  }

  void check(FieldLimit limit, long value) {
    int bound =
        switch (limit) {
          case DEPTH -> depth;
          case STRING_LENGTH -> stringLength;
          case NUMBER_LENGTH -> numberLength;
          case TEXT_LENGTH -> textLength;
        };
    if (value > bound) {
      throw new FieldException.LimitExceeded(limit, bound, value);
    }
  }

  private static void checkPositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }
}
