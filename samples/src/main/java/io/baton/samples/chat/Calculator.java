package io.baton.samples.chat;

import java.math.BigDecimal;
import java.math.MathContext;

/** Works arithmetic expressions out, with 34 digits. For one expression and one thread. */
final class Calculator {
  private static final int DEEPEST = 100;
  private static final int LONGEST = 1_000;

  private final String text;
  private int at;
  private int depth;

  private Calculator(String text) {
    this.text = text;
  }

  /**
   * The value of an expression.
   *
   * @throws ArithmeticException if it cannot be worked out, with the place where it goes wrong
   */
  static String value(String expression) {
    if (expression.length() > LONGEST) {
      throw new ArithmeticException(
          "an expression must have at most %d characters, but has %d"
              .formatted(LONGEST, expression.length()));
    }
    var calculator = new Calculator(expression);
    BigDecimal value = calculator.sum();
    if (calculator.peek() != 0) {
      throw calculator.wrong("an operator");
    }
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private BigDecimal sum() {
    BigDecimal value = product();
    while (true) {
      if (take('+')) {
        value = value.add(product(), MathContext.DECIMAL128);
      } else if (take('-')) {
        value = value.subtract(product(), MathContext.DECIMAL128);
      } else {
        return value;
      }
    }
  }

  private BigDecimal product() {
    BigDecimal value = factor();
    while (true) {
      if (take('*')) {
        value = value.multiply(factor(), MathContext.DECIMAL128);
      } else if (take('/')) {
        value = value.divide(factor(), MathContext.DECIMAL128);
      } else {
        return value;
      }
    }
  }

  private BigDecimal factor() {
    if (++depth > DEEPEST) {
      throw new ArithmeticException(
          "brackets and signs must be at most %d deep".formatted(DEEPEST));
    }
    BigDecimal value;
    if (take('-')) {
      value = factor().negate();
    } else if (take('(')) {
      value = sum();
      if (!take(')')) {
        throw wrong("a closing bracket");
      }
    } else {
      value = number();
    }
    depth--;
    return value;
  }

  private BigDecimal number() {
    peek();
    int start = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    try {
      return new BigDecimal(text.substring(start, at));
    } catch (NumberFormatException e) {
      at = start;
      throw wrong("a number");
    }
  }

  private boolean take(char c) {
    boolean is = peek() == c;
    at += is ? 1 : 0;
    return is;
  }

  /** The next character that is no blank; 0 at the end. */
  private char peek() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private ArithmeticException wrong(String expected) {
    return new ArithmeticException(
        "there must be %s at character %d of \"%s\"".formatted(expected, at + 1, text));
  }
}
