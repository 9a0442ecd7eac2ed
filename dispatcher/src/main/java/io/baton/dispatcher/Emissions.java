package io.baton.dispatcher;

import io.baton.events.Event;
import io.baton.events.SystemEvent;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What may come of what, as far as the routes of a table declare what they emit. */
final class Emissions {

  private final List<RouteEntry> routes;

  Emissions(List<RouteEntry> routes) {
    this.routes = routes;
  }

  /**
   * The routes which declare that they answer with events of a type, or with what leads to them by
   * the declarations of others; but not by way of one of them.
   */
  List<RouteEntry> leadingTo(Class<?> type, RouteEntry without) {
    return routes.stream().filter(route -> leadsTo(route, type, without)).toList();
  }

  /**
   * Whether a route could have brought events of a type, had it answered: by its declarations or,
   * where there are none, since it may answer anything.
   */
  boolean couldBring(RouteEntry route, Class<?> type, RouteEntry without) {
    return isSilent(route) ? mayAnswer(route) : leadsTo(route, type, without);
  }

  private boolean leadsTo(RouteEntry from, Class<?> type, RouteEntry without) {
    var seen = new HashSet<RouteEntry>(Set.of(from));
    seen.add(without);
    var next = new ArrayDeque<>(List.of(from));
    if (from.equals(without)) {
      return false;
    }
    for (var route = next.poll(); route != null; route = next.poll()) {
      if (emits(route, type)) {
        return true;
      }
      successors(route).filter(seen::add).forEach(next::add);
    }
    return false;
  }

  /** The routes that may get what a route declares to emit. */
  Stream<RouteEntry> successors(RouteEntry route) {
    return routes.stream()
        .filter(taker ->
            route.spec().emits().stream()
                .anyMatch(
                    emitted -> taker.types().stream().anyMatch(type -> mayTake(type, emitted))));
  }

  /** Whether a route declares to emit events that may be of a type. */
  static boolean emits(RouteEntry route, Class<?> type) {
    return route.spec().emits().stream().anyMatch(emitted -> areRelated(emitted, type));
  }

  /** Whether a route declares nothing. */
  static boolean isSilent(RouteEntry route) {
    return route.spec().emits().isEmpty();
  }

  /** Whether a route may answer with events at all. */
  static boolean mayAnswer(RouteEntry route) {
    return !(route.agent() instanceof SinkAgent<?>);
  }

  private static boolean mayTake(Class<? extends Event> routed, Class<?> emitted) {
    boolean isForSystem = SystemEvent.class.isAssignableFrom(routed);
    return SystemEvent.class.isAssignableFrom(emitted) == isForSystem
        && areRelated(routed, emitted);
  }

  static boolean areRelated(Class<?> a, Class<?> b) {
    return a.isAssignableFrom(b) || b.isAssignableFrom(a);
  }
}
