package io.baton.dispatcher;

import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The context of one route's agent on the dispatcher's thread: one object, used again for each
 * delivery. Confined to that thread, which it checks.
 *
 * <p>It does not hold the message, but asks the loop for it: a reference that is written for each
 * delivery costs more than the rest of it together.
 */
final class InlineContext extends Context {

  private final Loop loop;
  private final RouteEntry route;
  private boolean isEntered;

  private int emitted;
  private List<Delayed> delayed = NONE_DELAYED;

  InlineContext(Loop loop, RouteEntry route) {
    super(loop.engine());
    this.loop = loop;
    this.route = route;
  }

  /** Begins a delivery. */
  void enter() {
    isEntered = true;
  }

  /** Ends the call of the agent. */
  void leave() {
    isEntered = false;
  }

  /** Forgets what the agent has done through this context. */
  void reset() {
    isEntered = false;
    emitted = 0;
    delayed = NONE_DELAYED;
    dropChanges();
  }

  /** Whether the agent is being called by the dispatcher's thread. */
  boolean isEntered() {
    return isEntered || loop.calls().isCalling(this);
  }

  List<Delayed> delayed() {
    return delayed;
  }

  @Override
  Message message() {
    if (!loop.isCurrentThread() || !isEntered()) {
      throw new IllegalStateException(
          "the context of an INLINE agent is valid only inside receive, on the dispatcher's thread");
    }
    return loop.current();
  }

  @Override
  Message delivered() {
    return loop.current();
  }

  @Override
  RouteEntry route() {
    return route;
  }

  @Override
  void touch() {
    loop.calls().touch();
  }

  @Override
  int nextPosition(int lane) {
    return emitted++;
  }

  @Override
  void publish(Event event, int lane, @Nullable RunState childRun) {
    touch();
    loop.follow(message(), route(), lane, nextPosition(lane), event);
  }

  /** Nothing ends while the agent is being called. */
  @Override
  void hold() {
    message();
  }

  @Override
  void release() {}

  @Override
  void keep(Delayed event) {
    touch();
    if (delayed.isEmpty()) {
      delayed = new ArrayList<>();
    }
    delayed.add(event);
  }
}
