package io.baton.dispatcher;

import io.baton.dispatcher.DrainReport.Remaining;
import io.baton.tracing.Gauges;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the reports of a dispatcher. */
final class Reports {

  private Reports() {}

  static DrainReport of(Engine engine, boolean isDrained) {
    List<Remaining> remaining = remaining(engine.router().everyRoute(), isDrained);
    Throwable failure = engine.failure();
    return new DrainReport(
        isDrained,
        engine.tally().handled(),
        engine.tally().failedSum(),
        engine.tally().unroutedSum(),
        engine.deadLetters().size(),
        remaining.stream().mapToInt(Remaining::openJoins).sum(),
        engine.tally().deliveriesDropped(),
        engine.tally().unkeyedSum(),
        engine.tally().beyondBoundSum(),
        engine.tally().partsDropped(),
        engine.stalls().count(),
        isDrained ? 0 : engine.flight().queued(),
        isDrained ? 0 : engine.flight().scheduled(),
        engine.runs().size(),
        remaining,
        isDrained ? List.of() : engine.spawns().names(),
        Optional.ofNullable(failure).map(Throwable::toString));
  }

  static Gauges gauges(Engine engine) {
    return new Gauges(
        engine.intake().ring().size(),
        engine.flight().queued(),
        engine.flight().scheduled(),
        engine.runs().size(),
        engine.deadLetters().size(),
        engine.tracing().lost(),
        engine.router().everyRoute().stream().map(Reports::gaugesOf).toList());
  }

  private static Gauges.OfRoute gaugesOf(RouteEntry route) {
    return new Gauges.OfRoute(
        route.name(),
        simpleNames(route.types()),
        simpleNames(route.spec().emits()),
        route instanceof JoinRoute,
        route.queued(),
        route.running(),
        route.resting(),
        openJoins(route));
  }

  private static List<String> simpleNames(Set<? extends Class<?>> types) {
    return types.stream().map(Class::getSimpleName).sorted().toList();
  }

  private static List<Remaining> remaining(List<RouteEntry> routes, boolean isDrained) {
    return routes.stream()
        .map(isDrained ? Reports::joinsOf : Reports::remaining)
        .filter(work -> !work.isNothing())
        .toList();
  }

  /** What is there of one route; a picture of some moment near now. */
  static Remaining remaining(RouteEntry route) {
    return new Remaining(
        route.name(),
        route.queued(),
        route.running(),
        route.resting(),
        route.delayed(),
        openJoins(route));
  }

  private static Remaining joinsOf(RouteEntry route) {
    return new Remaining(route.name(), 0, 0, 0, 0, openJoins(route));
  }

  private static int openJoins(RouteEntry route) {
    return route instanceof JoinRoute join ? join.store().open() : 0;
  }
}
