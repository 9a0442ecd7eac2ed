package io.baton.dispatcher;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds loops of declared emissions that nothing declared can end: no route on it has a predicate,
 * and none declares an emission that leads out of it.
 */
final class RouteLoops {

  private final Emissions emissions;
  private final List<List<RouteEntry>> endless = new ArrayList<>();

  RouteLoops(List<RouteEntry> routes) {
    emissions = new Emissions(routes);
    search(routes.stream().filter(route -> !route.isFiltered()).toList());
  }

  /** One shortest loop of each group of routes that feed each other, in the order of the events. */
  List<List<RouteEntry>> endless() {
    return endless;
  }

  private void search(List<RouteEntry> routes) {
    var left = new ArrayList<>(routes);
    while (!left.isEmpty()) {
      RouteEntry first = left.getFirst();
      Set<RouteEntry> group = group(first, left);
      left.remove(first);
      left.removeAll(group);
      if (!group.isEmpty()) {
        judge(group);
      }
    }
  }

  /** A group without those that can leave it is looked at anew: a smaller loop may be left. */
  private void judge(Set<RouteEntry> group) {
    var bound = group.stream().filter(route -> !leaves(route, group)).toList();
    if (bound.size() == group.size()) {
      endless.add(loop(bound.getFirst(), group));
    } else {
      search(bound);
    }
  }

  /** Those that a route feeds and that feed it, itself with them; none if it is on no loop. */
  private Set<RouteEntry> group(RouteEntry route, List<RouteEntry> among) {
    Set<RouteEntry> fed = fedBy(route, among);
    var group = new LinkedHashSet<RouteEntry>();
    for (var other : among) {
      if (fed.contains(other) && fedBy(other, among).contains(route)) {
        group.add(other);
      }
    }
    return group;
  }

  private Set<RouteEntry> fedBy(RouteEntry route, List<RouteEntry> among) {
    return steps(route, new HashSet<>(among)).keySet();
  }

  /** All that a route feeds, each with the route before it on a shortest way. */
  private Map<RouteEntry, RouteEntry> steps(RouteEntry from, Set<RouteEntry> among) {
    var before = new HashMap<RouteEntry, RouteEntry>();
    var next = new ArrayDeque<>(List.of(from));
    for (var route = next.poll(); route != null; route = next.poll()) {
      RouteEntry here = route;
      emissions
          .successors(route)
          .filter(among::contains)
          .filter(taker -> before.putIfAbsent(taker, here) == null)
          .forEach(next::add);
    }
    return before;
  }

  private List<RouteEntry> loop(RouteEntry from, Set<RouteEntry> group) {
    Map<RouteEntry, RouteEntry> before = steps(from, group);
    var loop = new ArrayDeque<RouteEntry>(List.of(from));
    for (@Nullable RouteEntry route = before.get(from);
        route != null && !route.equals(from);
        route = before.get(route)) {
      loop.addFirst(route);
    }
    loop.addFirst(from);
    return List.copyOf(loop);
  }

  /** Whether a route may answer with events that none of a group takes. */
  private static boolean leaves(RouteEntry route, Set<RouteEntry> group) {
    return route.spec().emits().stream()
        .anyMatch(emitted ->
            group.stream()
                .flatMap(taker -> taker.types().stream())
                .noneMatch(type -> Emissions.areRelated(type, emitted)));
  }
}
