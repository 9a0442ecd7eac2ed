package io.baton.dispatcher;

import io.baton.agents.RunOutcome;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;

/** All events of a type, in the order in which they were routed. */
final class AllOf<T extends Event> extends Question<List<T>> {

  private final Class<T> wanted;

  /**
   * Confined to the dispatcher's thread; whoever finds the run completed reads it after the last
   * event was taken.
   */
  private final List<T> found = new ArrayList<>();

  AllOf(Class<T> type) {
    super(type);
    wanted = type;
  }

  @Override
  void take(Event event) {
    found.add(wanted.cast(event));
  }

  @Override
  void runEnded(RunState run) {
    if (run.outcome() == RunOutcome.COMPLETED) {
      answer().complete(List.copyOf(found));
    } else {
      fail(run);
    }
  }
}
