package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.AsyncAgent;
import io.baton.agents.Ordering;
import io.baton.agents.TypedAgent;
import io.baton.events.Event;
import java.util.LinkedHashSet;
import java.util.Objects;
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
    Execution execution,
    Set<Class<? extends Event>> emits,
    Flow flow,
    Policy policy) {

  RouteSpec {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a route's name must not be blank");
    }
    if (types.isEmpty()) {
      throw new IllegalArgumentException("route " + name + " takes no types of event");
    }
    Objects.requireNonNull(agent, () -> "the agent of route " + name + " must not be null");
    types.forEach(type -> refuseGeneric(name, type));
    boolean isInline = execution == Execution.INLINE;
    if (isInline && (agent instanceof Agent || agent instanceof AggregatorAgent)) {
      policy.refuseInline(name);
    }
    boolean isBatched = agent instanceof Batching;
    if (isBatched) {
      if (isInline) {
        throw new IllegalArgumentException(
            "route "
                + name
                + " takes batches, so it cannot be INLINE, where each event is handled at once");
      }
      policy.refuseBatched(name);
    }
    flow.check(name, isInline, isBatched);
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
    Objects.requireNonNull(options, "options must not be null");
    RouteOptions<E> chosen =
        Objects.requireNonNull(
            options.apply(RouteOptions.defaults()), "options must not give null");
    return new RouteSpec(
        name,
        Set.copyOf(types),
        (AsyncAgent<Event>) agent,
        (Predicate<Event>) chosen.predicate,
        chosen.execution == null ? Execution.VIRTUAL : chosen.execution,
        chosen.emits.isEmpty() ? Set.copyOf(emits) : chosen.emits,
        chosen.flow.declared(declared),
        chosen.policy);
  }

  boolean isInline() {
    return execution == Execution.INLINE && agent instanceof Agent;
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
