package io.baton.dispatcher;

import io.baton.agents.Ordering;
import org.jspecify.annotations.Nullable;

/**
 * The time for which an agent waits for a run. It works on nothing then, so it neither keeps a
 * permit of its route nor counts as in flight: otherwise agents that wait for each other could fill
 * all there is. Its place in an order it keeps.
 */
final class Pause implements AutoCloseable {

  private static final Pause OUTSIDE = new Pause(null);

  private final @Nullable Delivery delivery;

  private Pause(@Nullable Delivery delivery) {
    this.delivery = delivery;
    if (delivery != null) {
      delivery.outlet().lend(delivery);
      delivery.engine().paused();
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
    Delivery delivery = inside == null ? null : inside.atWork();
    return delivery == null ? OUTSIDE : new Pause(delivery);
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
    if (delivery != null) {
      delivery.outlet().takeBack(delivery);
      delivery.engine().resumed();
    }
  }
}
