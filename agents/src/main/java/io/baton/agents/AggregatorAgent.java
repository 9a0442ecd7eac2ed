package io.baton.agents;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.JoinTimedOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Joins events by correlation: it collects parts until a {@link Join} is complete, or its time is
 * up, and then answers once. Made by {@code Join...into(...)}, or by a subclass that overrides
 * {@link #joined}. Thread-safe.
 */
public class AggregatorAgent implements TypedAgent<Event> {

  private final JoinPlan plan;
  private final JoinStore store;

  /** An agent of its own for a join; {@link #joined} says what it answers. */
  protected AggregatorAgent(Join<?> join) {
    this(join.plan(null));
  }

  @SuppressWarnings("this-escape") // the store keeps it, and calls it only when parts have come
  AggregatorAgent(JoinPlan plan) {
    this.plan = plan;
    store = new JoinStore(this, plan);
  }

  /**
   * What is answered when the join is closed, complete or not. It may block, and is called again
   * with the same parts when it failed and is tried again.
   *
   * <p>Unless overridden, it calls the function given to {@code into} or {@code orPartial}. Where
   * parts are missing and there is no function for that, it answers a {@link JoinTimedOut}.
   *
   * @throws Exception if there is no answer
   */
  protected List<? extends Event> joined(Parts parts, AgentContext context) throws Exception {
    boolean isComplete = parts.closed() == Closed.COMPLETE;
    PartsAnswer answer = isComplete ? plan.whenComplete() : plan.whenPartial();
    if (answer != null) {
      return answer.apply(parts, context);
    }
    if (isComplete) {
      throw new IllegalStateException(
          "join " + context.agentName() + " has no function: override joined, or use into");
    }
    var missing = parts.missing().stream().map(Missing::slot).toList();
    return List.of(new JoinTimedOut(context.agentName(), parts.events(), missing));
  }

  @Override
  public final Set<Class<? extends Event>> accepts() {
    return plan.types();
  }

  /**
   * Adds a part and answers if it completes its join. It is for use without an engine, as in a
   * test: time limits are looked at only when the next part comes, by the machine's clock.
   */
  @Override
  public final CompletionStage<? extends List<? extends Event>> receiveAsync(
      Event event, AgentContext context) throws Exception {
    long now = System.nanoTime();
    var answers = new ArrayList<Event>();
    for (var due = store.expire(now); due != null; due = store.expire(now)) {
      answers.addAll(due.answer(context));
    }
    var complete = store.add(EnvelopePart.of(event, context.envelope()), now, new NoObserver());
    if (complete != null) {
      answers.addAll(complete.answer(context));
    }
    for (var old = store.evict(); old != null; old = store.evict()) {
      answers.addAll(old.answer(context));
    }
    return CompletableFuture.completedStage(List.copyOf(answers));
  }

  /**
   * Waits until the join of a correlation is closed, or the time is up, by the machine's clock.
   * Where several runs share the correlation, it is the join of any of them.
   *
   * @return the parts that were joined, also if that was before this call and is still remembered,
   *     as the last 10,000 closed joins are; what has come so far, if the time is up or the
   *     dispatcher has ended
   * @throws IllegalStateException inside an agent whose route is strict
   * @throws InterruptedException if the caller is interrupted
   */
  public final Parts awaitJoined(CorrelationId correlationId, Duration timeout)
      throws InterruptedException {
    WaitGuard.beforeWaiting("a join");
    return store.await(correlationId, timeout);
  }

  /** The number of joins that wait for parts. */
  public final int open() {
    return store().open();
  }

  /** What an engine drives instead of calling {@link #receiveAsync}. */
  public final JoinStore store() {
    return store;
  }

  final JoinPlan plan() {
    return plan;
  }

  private static final class NoObserver implements JoinObserver {
    @Override
    public void joinOpened(Arrival first) {}

    @Override
    public void partDropped(Arrival part, Fate fate) {}
  }
}
