package io.baton.dispatcher;

import io.baton.agents.AsyncAgent;
import io.baton.events.Event;
import io.baton.events.SystemEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes of one moment, in the order in which they were added. Replaced whole. */
record RouteTable(List<RouteEntry> routes) {

  static final RouteTable EMPTY = new RouteTable(List.of());

  RouteTable with(RouteEntry entry) {
    for (var route : routes) {
      if (route.name().equals(entry.name())) {
        throw new IllegalArgumentException(
            "a route's name must be unique, but \"" + entry.name() + "\" is taken");
      }
    }
    var more = new ArrayList<>(routes);
    more.add(entry);
    return new RouteTable(List.copyOf(more));
  }

  RouteTable without(RouteEntry entry) {
    return new RouteTable(routes.stream().filter(route -> route != entry).toList());
  }

  @Nullable RouteEntry named(String name) {
    return routes.stream().filter(route -> route.name().equals(name)).findFirst().orElse(null);
  }

  /** The routes that events of a class go to, leaving the predicates aside. */
  RouteEntry[] targets(Class<? extends Event> eventClass) {
    var targets = new ArrayList<RouteEntry>();
    for (var route : routes) {
      var type = route.matching(eventClass);
      if (type != null && isFor(type, eventClass)) {
        addOncePerAgent(targets, route, type, eventClass);
      }
    }
    return targets.toArray(RouteEntry[]::new);
  }

  private static boolean isFor(Class<?> type, Class<?> eventClass) {
    return !SystemEvent.class.isAssignableFrom(eventClass)
        || SystemEvent.class.isAssignableFrom(type);
  }

  private static void addOncePerAgent(
      List<RouteEntry> targets,
      RouteEntry route,
      Class<?> type,
      Class<? extends Event> eventClass) {
    for (int i = 0; i < targets.size(); i++) {
      var other = targets.get(i);
      if (!route.isFiltered() && !other.isFiltered() && isSameAgent(other.agent(), route.agent())) {
        var otherType = other.matching(eventClass);
        if (otherType != null && otherType != type && otherType.isAssignableFrom(type)) {
          targets.set(i, route);
        }
        return;
      }
    }
    targets.add(route);
  }

  /** Lambdas have no identity of their own: one in a loop is one object on several routes. */
  private static boolean isSameAgent(AsyncAgent<?> a, AsyncAgent<?> b) {
    Object one = userAgent(a);
    return one == userAgent(b) && !one.getClass().isHidden();
  }

  private static Object userAgent(AsyncAgent<?> agent) {
    return switch (agent) {
      case SinkAgent<?> sink -> sink.sink();
      case Batching batching -> batching.agent();
      default -> agent;
    };
  }
}
