package io.baton.dispatcher;

import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/** Events that have other headers than the event for which they were made. */
final class CarryingFollowUps extends FollowUps {

  private final Carried carried;

  CarryingFollowUps(
      Carried carried,
      Message parent,
      RouteEntry route,
      int lane,
      int position,
      @Nullable RunState childRun,
      Event... events) {
    super(parent, route, lane, position, childRun, events);
    this.carried = carried;
  }

  @Override
  Message follow(Loop loop, int index) {
    Message message = super.follow(loop, index);
    message.carry(carried);
    return message;
  }
}
