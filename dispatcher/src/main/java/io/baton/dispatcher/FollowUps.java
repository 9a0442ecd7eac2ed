package io.baton.dispatcher;

import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/** Events that a delivery on another thread has made: published as one unit. */
final class FollowUps extends Post {

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
  @Nullable RouteEntry route() {
    return route;
  }

  /** The run that the events belong to. */
  @Nullable RunState run() {
    return childRun == null ? parent.run() : childRun;
  }

  /** Counts the events as begun; a child run was born with its first event counted. */
  void countAsBegun() {
    RunState run = parent.run();
    if (childRun == null && run != null) {
      run.begin(events.length);
    }
  }

  @Override
  void run(Loop loop) {
    for (int i = 0; i < events.length; i++) {
      loop.followFromOutside(parent, route, lane, position + i, childRun, events[i]);
    }
  }
}
