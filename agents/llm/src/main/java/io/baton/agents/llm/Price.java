package io.baton.agents.llm;

import java.math.BigDecimal;

/**
 * What a model costs.
 *
 * @param input for a million tokens that it is given, in a currency of your choice
 * @param output for a million tokens that it writes, in the same currency
 */
public record Price(BigDecimal input, BigDecimal output) {

  private static final int MILLION = 6;

  /**
   * A price.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public Price {
    if (input.signum() < 0 || output.signum() < 0) {
      throw new IllegalArgumentException(
          "a price must not be negative, but is %s for input, %s for output"
              .formatted(input, output));
    }
  }

  /** A price in decimal notation, such as {@code "0.15", "0.60"}. */
  public static Price of(String input, String output) {
    return new Price(new BigDecimal(input), new BigDecimal(output));
  }

  BigDecimal of(long inputTokens, long outputTokens) {
    return input
        .multiply(BigDecimal.valueOf(inputTokens))
        .add(output.multiply(BigDecimal.valueOf(outputTokens)))
        .movePointLeft(MILLION);
  }
}
