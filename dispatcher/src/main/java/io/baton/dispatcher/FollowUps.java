package io.baton.dispatcher;

import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/** Events that a delivery on another thread has made: published as one unit. */
sealed class FollowUps extends Post permits CarryingFollowUps {

  private final Message parent;
  private final @Nullable RouteEntry route;
  private final int lane;
  private final int position;
  private final @Nullable RunState childRun;
  private final Event[] events;

  FollowUps(
      Message parent,
      @Nullable RouteEntry route,
      int lane,
      int position,
      @Nullable RunState childRun,
      Event... events) {
    this.parent = parent;
    this.route = route;
    this.lane = lane;
    this.position = position;
    this.childRun = childRun;
    this.events = events;
  }

  /** The route of the agent that has made them; null if none did. */
  final @Nullable RouteEntry route() {
    return route;
  }

  /** The run that the events belong to. */
  final @Nullable RunState run() {
    return childRun == null ? parent.run() : childRun;
  }

  /** Counts the events as begun; a child run was born with its first event counted. */
  final void countAsBegun() {
    RunState run = parent.run();
    if (childRun == null && run != null) {
      run.begin(events.length);
    }
  }

  @Override
  final void run(Loop loop) {
    for (int i = 0; i < events.length; i++) {
      follow(loop, i);
    }
  }

  /** Puts one of them into the queue of the dispatcher's thread. */
  Message follow(Loop loop, int index) {
    return loop.followFromOutside(parent, route, lane, position + index, childRun, events[index]);
  }
}
