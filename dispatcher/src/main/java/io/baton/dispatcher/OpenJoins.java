package io.baton.dispatcher;

import java.util.ArrayList;
import java.util.List;

/** The joins of one run. Guarded by itself; only the dispatcher's thread changes it. */
final class OpenJoins {

  private static final int MOST_NAMES = 100;

  private final List<JoinRoute> open = new ArrayList<>(1);
  private final List<JoinRoute> ever = new ArrayList<>(1);

  synchronized void opened(JoinRoute route) {
    open.add(route);
    if (!ever.contains(route)) {
      ever.add(route);
    }
  }

  synchronized void closed(JoinRoute route) {
    open.remove(route);
  }

  /** One route for each open join, in the order of opening. */
  synchronized List<JoinRoute> open() {
    return List.copyOf(open);
  }

  /** The routes on which the run has ever had a join. */
  synchronized List<JoinRoute> ever() {
    return List.copyOf(ever);
  }

  synchronized List<String> names() {
    return open.stream().limit(MOST_NAMES).map(JoinRoute::name).toList();
  }
}
