package io.baton.dispatcher;

import io.baton.agents.Ordering;
import org.jspecify.annotations.Nullable;

/**
 * The time for which a thread of an agent waits for a run. It works on nothing then; what that
 * means for the agent's permit, {@link AtWork} says.
 */
final class Pause implements AutoCloseable {

  private static final Pause OUTSIDE = new Pause(null);

  private final @Nullable AtWork threads;

  private Pause(@Nullable AtWork threads) {
    this.threads = threads;
    if (threads != null) {
      threads.pause();
    }
  }

  /**
   * Begins a pause, if the current thread is that of an agent.
   *
   * @param isLimited whether the wait ends after some time in any case
   * @throws IllegalStateException if the agent would hold its place in an order for ever
   */
  static Pause begin(Engine engine, boolean isLimited) {
    Context inside = Inside.current();
    if (inside != null && inside.engine() == engine && !isLimited) {
      refuseEndless(inside.route());
    }
    AtWork threads = inside == null ? null : inside.atWork();
    return threads == null ? OUTSIDE : new Pause(threads);
  }

  private static void refuseEndless(RouteEntry route) {
    if (route.spec().flow().order() != Ordering.NONE) {
      throw new IllegalStateException(
          "agent "
              + route.name()
              + " must not wait without a time limit, since its route is ordered "
              + route.spec().flow().order()
              + " and what comes after this event waits for it; use get(Duration)");
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.resume();
    }
  }
}
