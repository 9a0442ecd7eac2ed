package io.baton.tracing.viewer;

import io.baton.tracing.Gauges;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page is sent at a tick. Counts of ways and rows that are not in it say that it is a
 * choice.
 *
 * @param tick its number
 * @param now the time of the machine, in milliseconds
 * @param dispatchers all that trace here
 * @param ways the busiest ways of events
 * @param moreWays how many others there are
 * @param runs what has changed of the table of runs
 * @param runsKept how many rows the table has
 * @param totals counts since the start
 * @param history the counts of the last minute, in the first frame
 */
record Frame(
    long tick,
    long now,
    List<Dispatcher> dispatchers,
    List<Flows.EdgeView> ways,
    int moreWays,
    RunTable.Found runs,
    int runsKept,
    Totals totals,
    @Nullable History history) {

  /** A dispatcher and its routes. */
  record Dispatcher(
      String name,
      boolean live,
      int ringSize,
      long queued,
      long scheduled,
      int runs,
      int deadLetters,
      List<Route> routes) {}

  /** A route: what there is of it, and what it has done if that was seen. */
  record Route(
      String agent,
      List<String> types,
      List<String> emits,
      boolean join,
      long queued,
      long running,
      long retrying,
      long inFlight,
      long openJoins,
      AgentFigures.@Nullable View figures) {

    static Route of(Gauges.OfRoute route, AgentFigures.@Nullable View figures) {
      return new Route(
          route.agent(),
          route.types(),
          route.emits(),
          route.isJoin(),
          route.queued(),
          route.running(),
          route.retrying(),
          route.inFlight(),
          route.openJoins(),
          figures);
    }
  }

  /**
   * Counts.
   *
   * @param dispatchedNow events of this tick
   * @param failedNow failures of this tick
   * @param uncounted trace events that came too fast to be counted
   * @param forgotten trace events that are kept no longer
   * @param runsForgotten rows that are kept no longer
   */
  record Totals(
      long events,
      long failures,
      int openJoins,
      long dispatchedNow,
      long failedNow,
      long uncounted,
      long forgotten,
      long runsForgotten) {}

  /** Counts a tick, the oldest first. */
  record History(List<Long> dispatched, List<Long> failed) {}
}
