package io.baton.agents.llm;

import io.baton.agents.AgentContext;
import io.baton.agents.llm.ModelException.Kind;
import io.baton.events.CorrelationId;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much each run may spend on models. All agents that were given one budget spend from it
 * together; what shares a correlation id is one run. Thread-safe.
 *
 * <p>What a call costs is known when it has ended, so a run overspends by the calls that are under
 * way when the budget is used up. The next one is not made: the run is cancelled, and the agent
 * fails with a {@link ModelException} of kind {@code BUDGET}. The last {@value #MOST_RUNS} runs are
 * remembered.
 */
public final class Budget {

  private static final int MOST_RUNS = 10_000;

  private final long tokens;
  private final @Nullable BigDecimal cost;
  private final Map<CorrelationId, Spent> runs =
      new LinkedHashMap<>(16, 0.75f, true) { // guarded by itself
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CorrelationId, Spent> eldest) {
          return size() > MOST_RUNS;
        }
      };

  private Budget(long tokens, @Nullable BigDecimal cost) {
    this.tokens = tokens;
    this.cost = cost;
  }

  /**
   * So many tokens for each run, in and out.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public static Budget ofTokens(long most) {
    if (most < 1) {
      throw new IllegalArgumentException("tokens must be at least 1, but is " + most);
    }
    return new Budget(most, null);
  }

  /**
   * So much cost for each run, in the currency of the {@link PriceTable}; calls without a price are
   * not counted.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public static Budget ofCost(BigDecimal most) {
    if (most.signum() <= 0) {
      throw new IllegalArgumentException("cost must be positive, but is " + most);
    }
    return new Budget(Long.MAX_VALUE, most);
  }

  /**
   * What a run has spent.
   *
   * @param tokens in and out
   * @param cost of the calls that have a price
   */
  public record Spent(long tokens, BigDecimal cost) {
    private static final Spent NOTHING = new Spent(0, BigDecimal.ZERO);

    private Spent plus(long more, Optional<BigDecimal> price) {
      return new Spent(tokens + more, price.map(cost::add).orElse(cost));
    }
  }

  /** What a run has spent so far; nothing if it is not known. */
  public Spent spent(CorrelationId run) {
    synchronized (runs) {
      return runs.getOrDefault(run, Spent.NOTHING);
    }
  }

  /**
   * Lets a run go on that has something left.
   *
   * @throws ModelException if it has not; the run is cancelled then
   */
  void check(AgentContext context) {
    Spent spent = spent(context.correlationId());
    String over = "";
    if (spent.tokens() >= tokens) {
      over = "%,d of %,d tokens".formatted(spent.tokens(), tokens);
    } else if (cost != null && spent.cost().compareTo(cost) >= 0) {
      over = "%s of %s".formatted(plain(spent.cost()), plain(cost));
    }
    if (!over.isEmpty()) {
      String message =
          "the run has used up its budget for models, %s, when %s asked for more"
              .formatted(over, context.agentName());
      context.cancelRun(message);
      throw ModelException.lasting(Kind.BUDGET, message, "", null);
    }
  }

  private static String plain(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }

  void spend(CorrelationId run, long more, Optional<BigDecimal> price) {
    synchronized (runs) {
      runs.merge(run, Spent.NOTHING.plus(more, price), (old, _) -> old.plus(more, price));
    }
  }
}
