package io.baton.agents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a gather makes its calls.
 *
 * @param concurrency how many calls run at once
 * @param timeout null for no limit
 * @param isFailFast whether the first call that does not end well ends all
 * @param quorum how many successes end the wait; 0 if all calls are waited for
 * @param isRestCancelled whether the quorum cancels what still runs
 * @param context the delivery that the calls belong to, if one was given
 * @param carried the scoped values that calls see
 * @param wrappers what is put around each call, the innermost first
 */
record GatherOptions(
    int concurrency,
    @Nullable Duration timeout,
    boolean isFailFast,
    int quorum,
    boolean isRestCancelled,
    @Nullable AgentContext context,
    List<ScopedValue<?>> carried,
    List<UnaryOperator<Runnable>> wrappers) {

  static final GatherOptions DEFAULTS =
      new GatherOptions(Integer.MAX_VALUE, null, false, 0, false, null, List.of(), List.of());

  GatherOptions concurrency(int calls) {
    require(calls >= 1, "concurrency must be at least 1, but is " + calls);
    return new GatherOptions(
        calls, timeout, isFailFast, quorum, isRestCancelled, context, carried, wrappers);
  }

  GatherOptions timeout(Duration limit) {
    require(limit.isPositive(), "timeout must be positive, but is " + limit);
    return new GatherOptions(
        concurrency, limit, isFailFast, quorum, isRestCancelled, context, carried, wrappers);
  }

  GatherOptions failFast() {
    return new GatherOptions(
        concurrency, timeout, true, quorum, isRestCancelled, context, carried, wrappers);
  }

  GatherOptions quorum(int successes) {
    return new GatherOptions(
        concurrency, timeout, isFailFast, successes, isRestCancelled, context, carried, wrappers);
  }

  GatherOptions cancelRest() {
    return new GatherOptions(
        concurrency, timeout, isFailFast, quorum, true, context, carried, wrappers);
  }

  GatherOptions in(AgentContext delivery) {
    return new GatherOptions(
        concurrency, timeout, isFailFast, quorum, isRestCancelled, delivery, carried, wrappers);
  }

  GatherOptions carrying(List<ScopedValue<?>> values) {
    return new GatherOptions(
        concurrency,
        timeout,
        isFailFast,
        quorum,
        isRestCancelled,
        context,
        joined(carried, values),
        wrappers);
  }

  GatherOptions wrapping(UnaryOperator<Runnable> wrapper) {
    return new GatherOptions(
        concurrency,
        timeout,
        isFailFast,
        quorum,
        isRestCancelled,
        context,
        carried,
        joined(wrappers, List.of(wrapper)));
  }

  private static <X> List<X> joined(List<? extends X> some, List<? extends X> more) {
    var all = new ArrayList<X>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  TimeSource time() {
    return context == null ? TimeSource.system() : context.time();
  }

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
