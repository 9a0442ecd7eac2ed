package io.baton.agents.llm;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The number that is being read, by the grammar of RFC 8259. Confined to one thread. */
final class FieldNumber {

  private static final int DIGITS_OF_INT = 9;
  private static final int DIGITS_OF_LONG = 18;
  private static final int BITS_OF_LONG = 63;

  private final FieldLimits limits;
  private final StringBuilder text = new StringBuilder();
  private Part part = Part.START;

  FieldNumber(FieldLimits limits) {
    this.limits = limits;
  }

  /** What came last. */
  private enum Part {
    START,
    MINUS,
    ZERO,
    DIGITS,
    POINT,
    FRACTION,
    EXPONENT_MARK,
    EXPONENT_SIGN,
    EXPONENT,
    NOTHING_MORE
  }

  void begin() {
    text.setLength(0);
    part = Part.START;
  }

  /** Takes a character; says whether it belongs to the number. */
  boolean take(char c) {
    Part next = after(part, c);
    if (next == Part.NOTHING_MORE) {
      return false;
    }
    limits.check(FieldLimit.NUMBER_LENGTH, text.length() + 1L);
    text.append(c);
    part = next;
    return true;
  }

  private static Part after(Part part, char c) {
    return switch (part) {
      case START -> c == '-' ? Part.MINUS : first(c);
      case MINUS -> first(c);
      case ZERO -> c == '.' ? Part.POINT : exponentMark(c);
      case DIGITS -> c == '.' ? Part.POINT : digit(c, Part.DIGITS, exponentMark(c));
      case POINT -> digit(c, Part.FRACTION, Part.NOTHING_MORE);
      case FRACTION -> digit(c, Part.FRACTION, exponentMark(c));
      case EXPONENT_MARK ->
          c == '+' || c == '-' ? Part.EXPONENT_SIGN : digit(c, Part.EXPONENT, Part.NOTHING_MORE);
      case EXPONENT_SIGN, EXPONENT -> digit(c, Part.EXPONENT, Part.NOTHING_MORE);
      case NOTHING_MORE -> Part.NOTHING_MORE;
    };
  }

  private static Part first(char c) {
    return c == '0' ? Part.ZERO : digit(c, Part.DIGITS, Part.NOTHING_MORE);
  }

  private static Part exponentMark(char c) {
    return c == 'e' || c == 'E' ? Part.EXPONENT_MARK : Part.NOTHING_MORE;
  }

  private static Part digit(char c, Part digit, Part other) {
    return c >= '0' && c <= '9' ? digit : other;
  }

  /** Whether it may end here. */
  boolean isWhole() {
    return switch (part) {
      case ZERO, DIGITS, FRACTION, EXPONENT -> true;
      default -> false;
    };
  }

  /** Its value, in the smallest type that holds all of it. */
  JsonNode value() {
    var nodes = JsonNodeFactory.instance;
    if (part != Part.ZERO && part != Part.DIGITS) {
      return decimal(text.toString());
    }
    if (text.length() <= DIGITS_OF_INT) {
      return nodes.numberNode(Integer.parseInt(text, 0, text.length(), 10));
    }
    if (text.length() <= DIGITS_OF_LONG) {
      return whole(Long.parseLong(text, 0, text.length(), 10));
    }
    var value = new BigInteger(text.toString());
    return value.bitLength() <= BITS_OF_LONG ? whole(value.longValue()) : nodes.numberNode(value);
  }

  private static JsonNode decimal(String text) {
    var nodes = JsonNodeFactory.instance;
    double value = Double.parseDouble(text);
    try {
      var exact = new BigDecimal(text);
      boolean isExact = Double.isFinite(value) && exact.compareTo(BigDecimal.valueOf(value)) == 0;
      return isExact ? nodes.numberNode(value) : nodes.numberNode(exact);
    } catch (NumberFormatException _) { // the exponent has too many digits
      return nodes.numberNode(value);
    }
  }

  private static JsonNode whole(long value) {
    var nodes = JsonNodeFactory.instance;
    return value == (int) value ? nodes.numberNode((int) value) : nodes.numberNode(value);
  }
}
