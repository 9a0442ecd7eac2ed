package io.baton.dispatcher.benchmarks;

import io.baton.events.Event;
import java.util.List;

/**
 * What one agent has seen of a {@link Goal}. It reads each event's number, as any real agent would
 * read its event. Confined to the thread of the agent.
 */
final class Count {

  private final Goal goal;
  private int left;
  private long sum;

  Count(Goal goal) {
    this.goal = goal;
  }

  void arm(int expected) {
    left = expected;
    sum = 0;
  }

  void see(int number) {
    sum += number;
    if (--left == 0) {
      goal.reached();
    }
  }

  /** Sees an event, and answers nothing. */
  List<Event> seen(int number) {
    see(number);
    return List.of();
  }

  int left() {
    return left;
  }

  long sum() {
    return sum;
  }
}
