package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.AsyncAgent;
import io.baton.agents.Ordering;
import io.baton.agents.TypedAgent;
import io.baton.events.Event;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a route was made with, checked.
 *
 * <p>Its generic types are erased here, once: a route gives its agent and its predicate only events
 * of its types, which is what the signatures of {@link Router} promise.
 */
record RouteSpec(
    String name,
    Set<Class<? extends Event>> types,
    AsyncAgent<Event> agent,
    @Nullable Predicate<Event> predicate,
    int concurrency,
    Execution execution,
    int mailbox,
    Set<Class<? extends Event>> emits,
    Ordering ordering,
    Policy policy) {

  RouteSpec {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a route's name must not be blank");
    }
    if (types.isEmpty()) {
      throw new IllegalArgumentException("route " + name + " takes no types of event");
    }
    types.forEach(type -> refuseGeneric(name, type));
    if (execution == Execution.INLINE
        && (agent instanceof Agent || agent instanceof AggregatorAgent)) {
      policy.refuseInline(name);
    }
    if (execution == Execution.INLINE
        && concurrency != RouteOptions.UNLIMITED
        && concurrency != 1) {
      throw new IllegalArgumentException(
          "route "
              + name
              + " is INLINE, so its concurrency is 1, but it was set to "
              + concurrency);
    }
  }

  static <E extends Event> RouteSpec of(
      Class<E> type,
      String name,
      AsyncAgent<? super E> agent,
      UnaryOperator<RouteOptions<E>> options) {
    return of(name, Set.of(type), Set.of(), Ordering.NONE, agent, options);
  }

  static <E extends Event> RouteSpec of(
      String name, TypedAgent<E> agent, UnaryOperator<RouteOptions<E>> options) {
    return of(
        name,
        new LinkedHashSet<Class<? extends Event>>(agent.accepts()),
        agent.emits(),
        agent.ordering(),
        agent,
        options);
  }

  @SuppressWarnings("unchecked") // see the class
  private static <E extends Event> RouteSpec of(
      String name,
      Set<Class<? extends Event>> types,
      Set<Class<? extends Event>> emits,
      Ordering declared,
      AsyncAgent<? super E> agent,
      UnaryOperator<RouteOptions<E>> options) {
    RouteOptions<E> chosen = options.apply(RouteOptions.defaults());
    Ordering ordering = chosen.ordering == null ? declared : chosen.ordering;
    return new RouteSpec(
        name,
        Set.copyOf(types),
        (AsyncAgent<Event>) agent,
        (Predicate<Event>) chosen.predicate,
        concurrency(name, chosen, ordering),
        chosen.execution == null ? Execution.VIRTUAL : chosen.execution,
        chosen.mailbox,
        chosen.emits.isEmpty() ? Set.copyOf(emits) : chosen.emits,
        ordering,
        chosen.policy);
  }

  boolean isInline() {
    return execution == Execution.INLINE && agent instanceof Agent;
  }

  /** Whether a delivery that is to be tried again keeps its place before all others. */
  boolean isOrdered() {
    return ordering != Ordering.NONE;
  }

  boolean isLimited() {
    return concurrency != RouteOptions.UNLIMITED;
  }

  private static int concurrency(String name, RouteOptions<?> options, Ordering ordering) {
    return switch (ordering) {
      case NONE -> options.concurrency;
      case SERIAL -> {
        if (options.isLimitedAbove(1)) {
          throw new IllegalArgumentException(
              "route "
                  + name
                  + " is SERIAL, so its concurrency is 1, but it was set to "
                  + options.concurrency);
        }
        yield 1;
      }
      case BY_CORRELATION, BY_KEY ->
          throw new IllegalArgumentException(
              "route "
                  + name
                  + ": ordering "
                  + ordering
                  + " is not supported yet; SERIAL and NONE are");
    };
  }

  private static void refuseGeneric(String name, Class<?> type) {
    if (type.getTypeParameters().length > 0) {
      throw new IllegalArgumentException(
          "route "
              + name
              + " is on "
              + type.getName()
              + ", which has type parameters; their arguments are lost at run time, so make a record "
              + "without them");
    }
  }
}
