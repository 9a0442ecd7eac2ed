package io.baton.dispatcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How many joins of one run are open, by their routes: few, though a route may have a great many
 * joins. Guarded by itself; only the dispatcher's thread changes it.
 */
final class OpenJoins {

  private static final int MOST_NAMES = 100;

  /** On which the run has ever had a join. */
  private final List<JoinRoute> routes = new ArrayList<>(1);

  private int[] open = new int[1];

  synchronized void opened(JoinRoute route) {
    int place = routes.indexOf(route);
    if (place < 0) {
      place = routes.size();
      routes.add(route);
      open = place < open.length ? open : Arrays.copyOf(open, 2 * place);
    }
    open[place]++;
  }

  synchronized void closed(JoinRoute route) {
    int place = routes.indexOf(route);
    if (place >= 0) {
      open[place]--;
    }
  }

  /** The routes on which the run has open joins, in the order in which it first had one there. */
  synchronized List<JoinRoute> open() {
    var found = new ArrayList<JoinRoute>(routes.size());
    for (int place = 0; place < routes.size(); place++) {
      if (open[place] > 0) {
        found.add(routes.get(place));
      }
    }
    return found;
  }

  /** Closes the first open join of the run that can be closed, upstream first. */
  void starve(Loop loop, RunState run) {
    for (var route : JoinOrder.upstreamFirst(open())) {
      if (run.isOver()) {
        route.discard(loop, run);
      } else if (route.starve(loop, run)) {
        return;
      }
    }
  }

  /** Closes all open joins of the run, without an answer. */
  void discard(Loop loop, RunState run) {
    open().forEach(route -> route.discard(loop, run));
  }

  /** The routes on which the run has ever had a join. */
  synchronized List<JoinRoute> ever() {
    return List.copyOf(routes);
  }

  /** The names of the first open joins, in the order of their routes. */
  synchronized List<String> names() {
    List<JoinRoute> found = open();
    if (found.isEmpty()) {
      return List.of();
    }
    var names = new ArrayList<String>();
    for (var route : found) {
      int most = Math.min(open[routes.indexOf(route)], MOST_NAMES - names.size());
      names.addAll(Collections.nCopies(most, route.name()));
    }
    return Collections.unmodifiableList(names);
  }
}
