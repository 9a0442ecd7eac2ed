package io.baton.dispatcher;

import io.baton.dispatcher.DrainReport.Remaining;
import java.util.List;
import java.util.Optional;

/** Makes the reports of a dispatcher. */
final class Reports {

  private Reports() {}

  static DrainReport of(Engine engine, boolean isDrained) {
    List<RouteEntry> routes = engine.router().table().routes();
    Throwable failure = engine.failure();
    return new DrainReport(
        isDrained,
        engine.tally().handled(),
        engine.tally().failedSum(),
        engine.tally().unroutedSum(),
        engine.deadLetters().size(),
        openJoins(routes),
        engine.tally().deliveriesDropped(),
        engine.tally().unkeyedSum(),
        engine.tally().beyondBoundSum(),
        engine.tally().partsDropped(),
        isDrained ? 0 : engine.flight().queued(),
        isDrained ? 0 : engine.flight().scheduled(),
        isDrained ? List.of() : remaining(routes),
        Optional.ofNullable(failure).map(Throwable::toString));
  }

  private static int openJoins(List<RouteEntry> routes) {
    int open = 0;
    for (var route : routes) {
      if (route instanceof JoinRoute join) {
        open += join.store().open();
      }
    }
    return open;
  }

  private static List<Remaining> remaining(List<RouteEntry> routes) {
    return routes.stream()
        .map(route -> new Remaining(route.name(), route.queued(), route.running(), route.resting()))
        .filter(work -> work.queued() + work.running() + work.resting() > 0)
        .toList();
  }
}
