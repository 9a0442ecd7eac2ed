package io.baton.agents;

import io.baton.events.CorrelationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open joins of one {@link AggregatorAgent}, and the last of the closed ones. What engines work
 * with; users never need it. Thread-safe.
 *
 * <p>An engine adds each part by {@link #add}, closes what is due by {@link #expire}, what can no
 * longer be completed by {@link #starve}, and what is too much by {@link #evict}. Whoever gets a
 * {@link JoinClosing} is the only one to get it, and makes its answer.
 */
public final class JoinStore {

  JoinStore() {}

  /** Whether its joins have a time limit. */
  public boolean isTimed() {
    throw new AssertionError("stub");
  }

  /**
   * Adds a part.
   *
   * @param nanoTime the time now, by the engine's clock
   * @return the join, if this part completed it
   */
  public @Nullable JoinClosing add(Arrival part, long nanoTime, JoinObserver observer) {
    throw new AssertionError("stub");
  }

  /** Closes the oldest open join if its limit has passed at {@code nanoTime}. */
  public @Nullable JoinClosing expire(long nanoTime) {
    throw new AssertionError("stub");
  }

  /** Closes the oldest open join of a run, unless its joins wait for parts from outside. */
  public @Nullable JoinClosing starve(Object owner) {
    throw new AssertionError("stub");
  }

  /** Closes the oldest open join if there are more than the bound. */
  public @Nullable JoinClosing evict() {
    throw new AssertionError("stub");
  }

  /** Drops what it holds of a run that has ended early, without an answer; gives the number. */
  public int discard(Object owner) {
    throw new AssertionError("stub");
  }

  /** When the oldest open join is due, by the engine's clock; {@link Long#MAX_VALUE} for never. */
  public long nextDeadline() {
    throw new AssertionError("stub");
  }

  /** The number of open joins. */
  public int open() {
    throw new AssertionError("stub");
  }

  /**
   * The correlations of open joins, the oldest first, with what they miss; at most {@code most}.
   */
  public List<OpenJoin> list(int most) {
    throw new AssertionError("stub");
  }

  /**
   * An open join.
   *
   * @param correlationId the correlation of the part that opened it
   * @param missing what has not come
   */
  public record OpenJoin(CorrelationId correlationId, List<Missing> missing) {

    /** Copies. */
    public OpenJoin {
      missing = List.copyOf(missing);
    }
  }
}
