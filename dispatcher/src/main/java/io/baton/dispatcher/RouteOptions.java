package io.baton.dispatcher;

import io.baton.agents.Ordering;
import io.baton.events.Event;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a route treats its agent. Immutable: each method gives a changed copy, so that options can be
 * shared by method reference: {@code router.on(Ask.class, "cook", cook, o -> o.concurrency(8))}.
 *
 * <p>Defaults: no predicate; unlimited concurrency; the ordering that the agent declares, or none;
 * {@link Execution#VIRTUAL}; a mailbox of 65,536 with {@link Overflow#BLOCK}; no declared
 * emissions; a time-out of 60 s for asynchronous agents and none for others; one attempt, after
 * which a delivery that failed becomes a dead letter; no rate and no circuit breaker.
 *
 * @param <E> the type of event that the route takes
 */
public final class RouteOptions<E extends Event> {

  final @Nullable Predicate<? super E> predicate;
  final @Nullable Execution execution;
  final Set<Class<? extends Event>> emits;
  final Flow flow;
  final Policy policy;

  private RouteOptions(
      @Nullable Predicate<? super E> predicate,
      @Nullable Execution execution,
      Set<Class<? extends Event>> emits,
      Flow flow,
      Policy policy) {
    this.predicate = predicate;
    this.execution = execution;
    this.emits = emits;
    this.flow = flow;
    this.policy = policy;
  }

  static <E extends Event> RouteOptions<E> defaults() {
    return new RouteOptions<>(null, null, Set.of(), Flow.NONE, Policy.NONE);
  }

  /**
   * Takes only events for which a predicate holds. It runs on the dispatcher's own thread, so it
   * must be quick and pure; if it throws, the delivery to this route has failed.
   */
  public RouteOptions<E> when(Predicate<? super E> predicate) {
    Objects.requireNonNull(predicate, "predicate must not be null");
    return new RouteOptions<>(predicate, execution, emits, flow, policy);
  }

  /**
   * Lets the agent handle at most so many events, or batches, at once; further ones wait in the
   * mailbox. While an agent waits for an answer of {@code context.ask}, it counts as none.
   *
   * @throws IllegalArgumentException if it is less than 1; and, when the route is made, if it is
   *     more than 1 and the route is {@code SERIAL} or {@code INLINE}
   */
  public RouteOptions<E> concurrency(int concurrency) {
    Checks.atLeast(1, "concurrency", concurrency);
    return with(flow.withConcurrency(concurrency));
  }

  /**
   * Delivers events one after the other, in the order of dispatch, as the ordering says: all of
   * them, or those of one correlation, or those of one key. Others run beside them, as the
   * concurrency allows. An event is over when its delivery has settled, its retries included.
   *
   * <p>By {@code BY_KEY}, an event whose key is null comes in no order, which is counted.
   *
   * @throws IllegalArgumentException when the route is made, if its agent runs {@code INLINE}, one
   *     after the other in any case, and the ordering is by key or correlation
   */
  public RouteOptions<E> ordered(Ordering ordering) {
    Objects.requireNonNull(ordering, "ordering must not be null");
    return with(flow.withOrdering(ordering));
  }

  /**
   * Finds the key of an event, for {@code ordered(BY_KEY)}; by default that of a {@link
   * io.baton.events.Keyed} event. It runs on the dispatcher's own thread, so it must be quick and
   * pure; null stands for no key; if it throws, the delivery to this route has failed.
   *
   * @throws IllegalArgumentException when the route is made, if it is not ordered {@code BY_KEY}
   */
  public RouteOptions<E> key(Function<? super E, String> key) {
    Objects.requireNonNull(key, "key must not be null");
    return with(flow.withKey(key));
  }

  /**
   * Says where the agent runs. For a join, it says where its function runs, once parts are here.
   */
  public RouteOptions<E> execution(Execution execution) {
    Objects.requireNonNull(execution, "execution must not be null");
    return new RouteOptions<>(predicate, execution, emits, flow, policy);
  }

  /**
   * Bounds the events that wait for the agent, and says what becomes of those from outside that are
   * too many.
   *
   * @throws IllegalArgumentException if the capacity is less than 1; and, when the route is made,
   *     if nothing ever waits for its agent: it runs {@code INLINE}, or its concurrency is
   *     unlimited and it is neither ordered nor takes batches
   */
  public RouteOptions<E> mailbox(int capacity, Overflow overflow) {
    Checks.atLeast(1, "mailbox capacity", capacity);
    Objects.requireNonNull(overflow, "overflow must not be null");
    return with(flow.withMailbox(capacity, overflow));
  }

  /**
   * Declares what the agent may answer with. That is what {@link Router#check} and {@link
   * Router#toMermaid} go by; how joins know whether an agent that has failed could have brought a
   * part, and name who still works on one; and in which order joins of a run starve.
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final RouteOptions<E> emits(Class<? extends Event>... types) {
    return new RouteOptions<>(predicate, execution, Set.of(types), flow, policy);
  }

  /**
   * Gives each attempt so much time, 60 s by default for asynchronous agents. When the time is up,
   * the attempt has failed with a {@link java.util.concurrent.TimeoutException}: its thread is
   * interrupted, and what it answers or publishes from then on is refused. Its permit, its place in
   * the order and a further attempt wait until the thread has really ended.
   *
   * @throws IllegalArgumentException if it is zero or negative; and, when the route is made, if its
   *     agent runs {@code INLINE}
   */
  public RouteOptions<E> timeout(Duration timeout) {
    Checks.require(timeout.isPositive(), "timeout must be positive, but is " + timeout);
    return with(policy.withTimeout(timeout));
  }

  /**
   * Tries a delivery again that has failed. On an ordered route what comes after it waits
   * meanwhile; on others the permit is free.
   *
   * @throws IllegalArgumentException when the route is made, if its agent runs {@code INLINE}
   */
  public RouteOptions<E> retry(Retry retry) {
    Objects.requireNonNull(retry, "retry must not be null");
    return with(policy.withRetry(retry));
  }

  /**
   * Says what becomes of a delivery when {@link #retry} allows no further attempt.
   *
   * @throws IllegalArgumentException when the route is made, if its agent runs {@code INLINE}
   */
  public RouteOptions<E> recover(Recovery.Handler<? super E> handler) {
    Objects.requireNonNull(handler, "handler must not be null");
    return with(policy.withRecovery(handler));
  }

  /**
   * Lets at most so many attempts begin within any span of such a length; others wait for their
   * time, without a permit unless the route is ordered. An attempt that waits for a permit as well
   * may begin later than its time.
   *
   * @throws IllegalArgumentException if {@code attempts} is not from 1 to 1,000,000, or the period
   *     is not positive; and, when the route is made, if its agent runs {@code INLINE}
   */
  public RouteOptions<E> rateLimit(int attempts, Duration period) {
    return with(policy.withRate(new RateLimiter.Rate(attempts, period)));
  }

  /**
   * Stops to call the agent for a while when it mostly fails.
   *
   * @throws IllegalArgumentException when the route is made, if its agent runs {@code INLINE}
   */
  public RouteOptions<E> circuitBreaker(CircuitBreaker breaker) {
    Objects.requireNonNull(breaker, "breaker must not be null");
    return with(policy.withBreaker(breaker));
  }

  /**
   * Refuses waits of Baton's own inside the agent, such as for an answer, a join, a gather or a
   * model, or for room in another dispatcher: they throw an {@link IllegalStateException} at once.
   * It is meant for {@code INLINE} agents, which must never wait. Without it, such a wait on the
   * dispatcher's own thread is counted, and warned of once for each route.
   */
  public RouteOptions<E> strict() {
    return with(policy.strictly());
  }

  private RouteOptions<E> with(Policy policy) {
    return new RouteOptions<>(predicate, execution, emits, flow, policy);
  }

  private RouteOptions<E> with(Flow flow) {
    return new RouteOptions<>(predicate, execution, emits, flow, policy);
  }
}
