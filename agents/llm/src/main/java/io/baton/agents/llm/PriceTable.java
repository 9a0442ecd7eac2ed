package io.baton.agents.llm;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Prices by the name of the model. A name in the table also stands for its dated and sized forms:
 * {@code "small-2"} for {@code "small-2-2026-05-01"}, unless a longer name fits. Immutable.
 */
public final class PriceTable {

  private static final PriceTable EMPTY = new PriceTable(Map.of());

  private final Map<String, Price> prices;

  private PriceTable(Map<String, Price> prices) {
    this.prices = prices;
  }

  /** These prices. */
  public static PriceTable of(Map<String, Price> prices) {
    return new PriceTable(Map.copyOf(prices));
  }

  /** No prices: no cost is known. */
  public static PriceTable none() {
    return EMPTY;
  }

  /** What a call costs; empty if the table has no price for the model. */
  public Optional<BigDecimal> cost(String model, long inputTokens, long outputTokens) {
    return prices.entrySet().stream()
        .filter(entry -> model.equals(entry.getKey()) || model.startsWith(entry.getKey() + "-"))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .map(entry -> entry.getValue().of(inputTokens, outputTokens));
  }
}
