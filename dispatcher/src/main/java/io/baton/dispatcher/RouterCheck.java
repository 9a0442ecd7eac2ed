package io.baton.dispatcher;

import io.baton.dispatcher.Problem.Kind;
import io.baton.events.Event;
import io.baton.events.SystemEvent;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Finds what cannot work in a table of routes, as far as types and declared emissions tell. */
final class RouterCheck {

  private final List<RouteEntry> routes;
  private final Set<Class<? extends Event>> asked;
  private final List<Problem> problems = new ArrayList<>();

  RouterCheck(List<RouteEntry> routes, Set<Class<? extends Event>> asked) {
    this.routes = routes;
    this.asked = asked;
  }

  List<Problem> problems() {
    checkSealed();
    routes.forEach(this::checkEmissions);
    routes.forEach(this::checkJoin);
    new RouteLoops(routes).endless().forEach(this::addLoop);
    return List.copyOf(problems);
  }

  private void checkSealed() {
    var reported = new LinkedHashSet<Class<?>>();
    for (var route : routes) {
      route
          .types()
          .forEach(type -> sealedParents(type).forEach(parent -> checkSealed(parent, reported)));
    }
  }

  private void checkSealed(Class<?> parent, Set<Class<?>> reported) {
    for (var leaf : leaves(parent)) {
      if (!isTaken(leaf) && !isAsked(leaf) && reported.add(leaf)) {
        add(
            Kind.UNHANDLED_SUBTYPE,
            leaf.getSimpleName()
                + ", a subtype of the sealed "
                + parent.getSimpleName()
                + ", is handled by no route");
      }
    }
  }

  private void checkEmissions(RouteEntry route) {
    for (var emitted : route.spec().emits()) {
      if (leaves(emitted).stream().noneMatch(leaf -> isTaken(leaf) || isAsked(leaf))) {
        add(
            Kind.EMISSION_NOT_TAKEN,
            "route "
                + route.name()
                + " emits "
                + emitted.getSimpleName()
                + ", which no route takes; name it to check(...) if a caller asks for it");
      }
    }
  }

  private void checkJoin(RouteEntry route) {
    if (route instanceof JoinRoute join) {
      for (var slot : join.store().vital(type -> mayCome(route, type))) {
        add(
            Kind.JOIN_CANNOT_COMPLETE,
            "join "
                + route.name()
                + " waits for "
                + slot.getSimpleName()
                + ", which no route emits or takes");
      }
    }
  }

  private boolean mayCome(RouteEntry join, Class<?> part) {
    return routes.stream().anyMatch(other -> other != join && mayBring(other, part));
  }

  private void addLoop(List<RouteEntry> loop) {
    var names = new StringJoiner(" -> ");
    loop.forEach(route -> names.add(route.name()));
    add(
        Kind.ENDLESS_LOOP,
        "the loop "
            + names
            + " has no end: give one of its routes a when(...), or declare by emits(...) the event"
            + " that leads out of it");
  }

  /** A route may bring events if it declares it, declares nothing, or takes them from outside. */
  private static boolean mayBring(RouteEntry route, Class<?> slot) {
    boolean mayEmit =
        Emissions.isSilent(route) ? Emissions.mayAnswer(route) : Emissions.emits(route, slot);
    boolean isDispatched = !(route instanceof JoinRoute) && takes(route, slot);
    return mayEmit || isDispatched;
  }

  private boolean isTaken(Class<?> type) {
    return routes.stream().anyMatch(route -> takes(route, type));
  }

  private static boolean takes(RouteEntry route, Class<?> type) {
    boolean isSystem = SystemEvent.class.isAssignableFrom(type);
    return route.types().stream()
        .filter(routed -> !isSystem || SystemEvent.class.isAssignableFrom(routed))
        .anyMatch(routed -> routed.isAssignableFrom(type));
  }

  private boolean isAsked(Class<?> type) {
    return asked.stream().anyMatch(wanted -> wanted.isAssignableFrom(type));
  }

  /** The sealed types of events above a type, and the type itself if it is sealed. */
  private static List<Class<?>> sealedParents(Class<?> type) {
    var parents = new ArrayList<Class<?>>();
    if (type.isSealed() && Event.class.isAssignableFrom(type) && type != SystemEvent.class) {
      parents.add(type);
    }
    for (var parent : type.getInterfaces()) {
      parents.addAll(sealedParents(parent));
    }
    if (type.getSuperclass() != null) {
      parents.addAll(sealedParents(type.getSuperclass()));
    }
    return parents;
  }

  /** The types below a sealed type that are not sealed themselves; for others, the type. */
  private static Set<Class<?>> leaves(Class<?> type) {
    var leaves = new LinkedHashSet<Class<?>>();
    if (!type.isSealed() || !Modifier.isAbstract(type.getModifiers())) {
      leaves.add(type);
    }
    if (type.isSealed()) {
      for (var permitted : type.getPermittedSubclasses()) {
        leaves.addAll(leaves(permitted));
      }
    }
    return leaves;
  }

  private void add(Kind kind, String message) {
    problems.add(new Problem(kind, message));
  }
}
