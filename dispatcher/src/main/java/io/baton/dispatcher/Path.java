package io.baton.dispatcher;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agents that led to an event. Kept only for the last hops before the bound on hops. */
record Path(String agent, @Nullable Path before) {

  static final int LONGEST = 64;

  /** The names of the last agents, the newest last; at most {@link #LONGEST}. */
  static List<String> names(@Nullable Path path) {
    var names = new ArrayList<String>();
    for (var p = path; p != null && names.size() < LONGEST; p = p.before) {
      names.add(p.agent);
    }
    return names.reversed();
  }
}
