package io.baton.agents;

import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Drives the store of a join as an engine does. */
final class Joining {

  final AggregatorAgent agent;
  final JoinStore store;
  final Seen seen = new Seen();
  private long nanoTime;

  Joining(AggregatorAgent agent) {
    this.agent = agent;
    store = agent.store();
  }

  /** Sets the engine's clock. */
  Joining at(long nanos) {
    nanoTime = nanos;
    return this;
  }

  @Nullable JoinClosing add(Arrival part) {
    return store.add(part, nanoTime, seen);
  }

  /** Adds a part that belongs to no run. */
  @Nullable JoinClosing add(long correlation, Event event) {
    return add(TestPart.of(correlation, event));
  }

  /** Adds a part that must complete its join. */
  JoinClosing complete(long correlation, Event event) {
    return Objects.requireNonNull(add(correlation, event), "the join is not complete");
  }

  /** The events that a closed join answers, by a context of the name {@code planner}. */
  static List<? extends Event> answer(@Nullable JoinClosing closing) throws Exception {
    var context = DetachedContext.of(new Meal.Guest("")).agentName("planner");
    return Objects.requireNonNull(closing, "no join has closed").answer(context);
  }

  static List<String> missing(Parts parts) {
    return parts.missing().stream().map(Missing::slot).toList();
  }

  static List<List<Event>> permutations(List<? extends Event> events) {
    if (events.isEmpty()) {
      return List.of(List.of());
    }
    var all = new ArrayList<List<Event>>();
    for (var last : events) {
      var rest = new ArrayList<>(events);
      rest.remove(last);
      for (var permutation : permutations(rest)) {
        permutation = new ArrayList<>(permutation);
        permutation.add(last);
        all.add(permutation);
      }
    }
    return all;
  }
}
