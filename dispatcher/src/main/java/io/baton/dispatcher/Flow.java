package io.baton.dispatcher;

import io.baton.agents.Ordering;
import io.baton.events.Event;
import io.baton.events.Keyed;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the events of a route come to its agent: how many at once, in what order, and what becomes of
 * those that wait. Null stands for what was not asked for.
 */
record Flow(
    int concurrency,
    @Nullable Ordering ordering,
    @Nullable Function<Event, String> key,
    @Nullable Integer bound,
    Overflow overflow) {

  static final int UNLIMITED = Integer.MAX_VALUE;
  static final int DEFAULT_CAPACITY = 65_536;
  static final Flow NONE = new Flow(UNLIMITED, null, null, null, Overflow.BLOCK);

  Flow withConcurrency(int concurrency) {
    return new Flow(concurrency, ordering, key, bound, overflow);
  }

  Flow withOrdering(Ordering ordering) {
    return new Flow(concurrency, ordering, key, bound, overflow);
  }

  @SuppressWarnings("unchecked") // a route gives its function only events of its types
  Flow withKey(Function<?, String> key) {
    return new Flow(concurrency, ordering, (Function<Event, String>) key, bound, overflow);
  }

  Flow withMailbox(int capacity, Overflow overflow) {
    return new Flow(concurrency, ordering, key, capacity, overflow);
  }

  /** With the ordering that the agent declares, where the route does not say. */
  Flow declared(Ordering declared) {
    return ordering == null ? withOrdering(declared) : this;
  }

  Ordering order() {
    return ordering == null ? Ordering.NONE : ordering;
  }

  /** How many deliveries, or batches, are worked on at once. */
  int permits() {
    return order() == Ordering.SERIAL ? 1 : concurrency;
  }

  boolean isLimited() {
    return permits() != UNLIMITED;
  }

  /** Whether deliveries are told apart by lanes, each of which has an order of its own. */
  boolean hasLanes() {
    return order() == Ordering.BY_KEY || order() == Ordering.BY_CORRELATION;
  }

  int capacity() {
    return bound == null ? DEFAULT_CAPACITY : bound;
  }

  /** The lane of a message; null if it has none, and comes in no order. */
  @Nullable Object lane(Message message) {
    return switch (order()) {
      case BY_CORRELATION -> message.correlationId();
      case BY_KEY -> key(message.event());
      case NONE, SERIAL -> null;
    };
  }

  private @Nullable String key(Event event) {
    if (key != null) {
      return key.apply(event);
    }
    return event instanceof Keyed keyed ? keyed.key() : null;
  }

  /**
   * Refuses what contradicts itself.
   *
   * @param isInline whether the agent is called on the dispatcher's own thread
   * @param isBatched whether the agent takes batches, for which events wait in any case
   */
  void check(String route, boolean isInline, boolean isBatched) {
    if (order() == Ordering.SERIAL) {
      refuseConcurrency(route, "SERIAL");
    }
    refuse(
        key != null && order() != Ordering.BY_KEY,
        route,
        "has a key function, which only ordered(BY_KEY) uses, but its ordering is " + order());
    if (isInline) {
      checkInline(route);
    }
    refuse(
        bound != null && !isBatched && !isLimited() && !hasLanes(),
        route,
        "has a mailbox in which nothing ever waits, since its concurrency is unlimited and its"
            + " ordering NONE; limit its concurrency, or leave the mailbox out");
  }

  private void checkInline(String route) {
    refuseConcurrency(route, "INLINE");
    refuse(
        hasLanes(),
        route,
        "is INLINE, which takes one event after the other, so it cannot be ordered "
            + order()
            + "; leave the ordering out, or make it VIRTUAL");
    refuse(
        bound != null,
        route,
        "is INLINE, so it cannot have a mailbox, but it was given one of "
            + bound
            + "; leave it out, or make the route VIRTUAL");
  }

  private void refuseConcurrency(String route, String what) {
    refuse(
        concurrency != UNLIMITED && concurrency != 1,
        route,
        "is " + what + ", so its concurrency is 1, but it was set to " + concurrency);
  }

  private static void refuse(boolean isSenseless, String route, String why) {
    if (isSenseless) {
      throw new IllegalArgumentException("route " + route + " " + why);
    }
  }
}
