package io.baton.agents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Many calls at once, each on a virtual thread of its own, and what has become of each, without a
 * router:
 *
 * {@snippet :
 * List<Integer> squares = Gather.map(x -> x * x, List.of(1, 2, 3)).orThrow();
 * Gathered<String> pages =
 *     Gather.map(web::load, addresses).concurrency(8).timeout(ofSeconds(5)).await();
 * }
 *
 * <p>Defaults: all calls at once, no time limit, and every call is waited for. Immutable, so that
 * it may be kept and awaited again, which makes all calls anew. Thread-safe.
 *
 * <p>Inside an agent the calls are inside as well: {@code dispatch} there means {@code emit}, and
 * the delivery does not end before the last call has. The permit of the agent's route is kept while
 * any of its threads works, and given away while all of them wait for what they have asked.
 *
 * <p>A bound is that of one gather: one inside a call of another has its own, so they cannot wait
 * for each other.
 *
 * @param <T> what the calls give
 */
public final class Gather<T extends @Nullable Object> {

  private final List<GatherCall<T>> calls;
  private final GatherOptions options;

  private Gather(List<GatherCall<T>> calls, GatherOptions options) {
    this.calls = calls;
    this.options = options;
  }

  /**
   * One agent, many inputs.
   *
   * @throws NullPointerException if a parameter is null
   */
  public static <I extends @Nullable Object, T extends @Nullable Object> Gather<T> map(
      Call<? super I, ? extends T> agent, Collection<? extends I> inputs) {
    Objects.requireNonNull(agent, "agent must not be null");
    Objects.requireNonNull(inputs, "inputs must not be null");
    var calls = new ArrayList<GatherCall<T>>(inputs.size());
    for (I input : inputs) {
      calls.add(GatherCall.of(agent, input));
    }
    return of(calls);
  }

  /**
   * Many agents, one input.
   *
   * @throws NullPointerException if a parameter is null, or one of the agents
   */
  public static <I extends @Nullable Object, T extends @Nullable Object> Gather<T> broadcast(
      Collection<? extends Call<? super I, ? extends T>> agents, I input) {
    Objects.requireNonNull(agents, "agents must not be null");
    var calls = new ArrayList<GatherCall<T>>(agents.size());
    for (var agent : agents) {
      calls.add(GatherCall.of(checked(agent, "agents", calls.size()), input));
    }
    return of(calls);
  }

  /**
   * Many agents, one input; as {@link #broadcast(Collection, Object)}.
   *
   * @throws NullPointerException if one of the agents is null
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <I extends @Nullable Object, T extends @Nullable Object> Gather<T> broadcast(
      I input, Call<? super I, ? extends T>... agents) {
    return broadcast(List.of(checked("agents", agents)), input);
  }

  /**
   * Calls that have nothing in common. {@link #named} gives one a name.
   *
   * @throws NullPointerException if one of the calls is null
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <T extends @Nullable Object> Gather<T> scatter(Callable<? extends T>... calls) {
    return scatter(List.of(checked("calls", calls)));
  }

  /**
   * Calls that have nothing in common; as {@link #scatter(Callable[])}.
   *
   * @throws NullPointerException if {@code calls} is null, or one of them
   */
  public static <T extends @Nullable Object> Gather<T> scatter(
      Collection<? extends Callable<? extends T>> calls) {
    Objects.requireNonNull(calls, "calls must not be null");
    var all = new ArrayList<GatherCall<T>>(calls.size());
    for (var call : calls) {
      all.add(GatherCall.of(checked(call, "calls", all.size())));
    }
    return of(all);
  }

  /**
   * Each agent with the input at its own place.
   *
   * @throws NullPointerException if a parameter is null, or one of the agents
   * @throws IllegalArgumentException if there are more of the one than of the other
   */
  public static <I extends @Nullable Object, T extends @Nullable Object> Gather<T> scatter(
      List<? extends Call<? super I, ? extends T>> agents, List<? extends I> inputs) {
    Objects.requireNonNull(agents, "agents must not be null");
    Objects.requireNonNull(inputs, "inputs must not be null");
    if (agents.size() != inputs.size()) {
      throw new IllegalArgumentException(
          "agents and inputs must be as many, but are " + agents.size() + " and " + inputs.size());
    }
    var calls = new ArrayList<GatherCall<T>>(agents.size());
    for (int i = 0; i < agents.size(); i++) {
      calls.add(GatherCall.of(checked(agents.get(i), "agents", i), inputs.get(i)));
    }
    return of(calls);
  }

  /**
   * Names a call for {@link #scatter(Callable[])}.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static <T extends @Nullable Object> Callable<T> named(
      String name, Callable<? extends T> call) {
    Objects.requireNonNull(call, "call must not be null");
    return new GatherCall<>(name, call);
  }

  private static <T extends @Nullable Object> Gather<T> of(List<GatherCall<T>> calls) {
    return new Gather<>(List.copyOf(calls), GatherOptions.DEFAULTS);
  }

  private static <C> C checked(C call, String parameter, int index) {
    return Objects.requireNonNull(call, () -> parameter + "[" + index + "] must not be null");
  }

  private static <C> C[] checked(String parameter, C[] calls) {
    for (int i = 0; i < calls.length; i++) {
      checked(calls[i], parameter, i);
    }
    return calls;
  }

  /**
   * Makes at most so many calls at once; the others wait for their turn, in their order.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Gather<T> concurrency(int calls) {
    return with(options.concurrency(calls));
  }

  /**
   * Ends it after so long: calls that have not ended are {@link Outcome.TimedOut}, and interrupted.
   * It does not wait for those that ignore that. The time is that of {@link #in}'s context, or the
   * machine's.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Gather<T> timeout(Duration timeout) {
    return with(options.timeout(timeout));
  }

  /** Cancels all others when the first call does not end well. */
  public Gather<T> failFast() {
    return with(options.failFast());
  }

  /**
   * Ends it when so many calls have ended well, and then leaves the rest alone: those that run go
   * on, as {@link Outcome.Why#LEFT}, and the others do not begin. If fewer end well, it ends with
   * the last call.
   *
   * @throws IllegalArgumentException if it is less than 1, or more than there are calls
   */
  public Gather<T> quorum(int successes) {
    GatherOptions.require(
        successes >= 1 && successes <= calls.size(),
        "quorum must be from 1 to the number of calls, " + calls.size() + ", but is " + successes);
    return with(options.quorum(successes));
  }

  /** Cancels what still runs when the {@link #quorum} is reached. */
  public Gather<T> cancelRest() {
    return with(options.cancelRest());
  }

  /**
   * Makes the calls part of a delivery, also from a thread that is not its agent's own: they are
   * cancelled when the delivery or its run has ended early, and the time is its clock's. From the
   * agent's own thread it is so without this, but for the clock.
   */
  public Gather<T> in(AgentContext context) {
    return with(options.in(Objects.requireNonNull(context, "context must not be null")));
  }

  /**
   * Binds scoped values in each call as they are bound where it is awaited; those that are not
   * bound there are left out.
   */
  public Gather<T> carrying(ScopedValue<?>... values) {
    return with(options.carrying(List.of(checked("values", values))));
  }

  /**
   * Puts a function around each call, for what else belongs to a thread, such as a logging or
   * tracing context. It is applied where the gather is awaited, and must give code that runs the
   * given one.
   */
  public Gather<T> wrapping(UnaryOperator<Runnable> wrapper) {
    return with(options.wrapping(Objects.requireNonNull(wrapper, "wrapper must not be null")));
  }

  private Gather<T> with(GatherOptions changed) {
    return new Gather<>(calls, changed);
  }

  /**
   * Makes the calls and waits for their end. If the caller is interrupted, all calls are cancelled,
   * and the caller's interrupt flag is set when this returns; what had ended before is in the
   * result all the same.
   *
   * @return what has become of each call, in their order
   * @throws IllegalStateException inside an agent whose route is strict
   * @throws Error if a call has thrown one; all others are cancelled then
   */
  public Gathered<T> await() {
    WaitGuard.beforeWaiting(this);
    return new Gathering<>(calls, options).await();
  }

  /**
   * Makes the calls, waits for their end, and gives what they gave.
   *
   * @throws GatherFailedException if not all have ended well, or not as many as the quorum asks for
   * @throws IllegalStateException as {@link #await}
   * @throws Error as {@link #await}
   */
  public List<T> orThrow() {
    return await().orThrow();
  }

  @Override
  public String toString() {
    return "a gather of " + calls.size() + " calls";
  }
}
