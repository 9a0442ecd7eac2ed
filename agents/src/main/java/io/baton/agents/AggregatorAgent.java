package io.baton.agents;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Joins events by correlation: it collects parts until a {@link Join} is complete, or its time is
 * up, and then answers once. Made by {@code Join...into(...)}, or by a subclass that overrides
 * {@link #joined}. Thread-safe.
 */
public class AggregatorAgent implements TypedAgent<Event> {

  /** An agent of its own for a join; {@link #joined} says what it answers. */
  protected AggregatorAgent(Join<?> join) {
    throw new AssertionError("stub");
  }

  /**
   * What is answered when the join is closed, complete or not. It may block, and is called again
   * with the same parts when it failed and is tried again.
   *
   * @throws Exception if there is no answer
   */
  protected List<? extends Event> joined(Parts parts, AgentContext context) throws Exception {
    throw new AssertionError("stub");
  }

  @Override
  public final Set<Class<? extends Event>> accepts() {
    throw new AssertionError("stub");
  }

  @Override
  public final CompletionStage<? extends List<? extends Event>> receiveAsync(
      Event event, AgentContext context) throws Exception {
    throw new AssertionError("stub");
  }

  /**
   * Waits until the join of a correlation is closed, or the time is up.
   *
   * @return the parts that were joined, also if that was before this call and is still remembered;
   *     what has come so far, if the time is up
   * @throws InterruptedException if the caller is interrupted
   */
  public final Parts awaitJoined(CorrelationId correlationId, Duration timeout)
      throws InterruptedException {
    throw new AssertionError("stub");
  }

  /** The number of joins that wait for parts. */
  public final int open() {
    return store().open();
  }

  /** What an engine drives instead of calling {@link #receiveAsync}. */
  public final JoinStore store() {
    throw new AssertionError("stub");
  }
}
