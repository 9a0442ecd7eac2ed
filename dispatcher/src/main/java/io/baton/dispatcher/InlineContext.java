package io.baton.dispatcher;

import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The context of agents on the dispatcher's thread: one object, used again for each delivery.
 * Confined to that thread, which it checks.
 */
final class InlineContext extends Context {

  private final Loop loop;
  private @Nullable Message message;
  private @Nullable RouteEntry route;
  private int emitted;
  private List<Delayed> delayed = NONE_DELAYED;

  InlineContext(Engine engine, Loop loop) {
    super(engine);
    this.loop = loop;
  }

  void enter(Message message, RouteEntry route) {
    this.message = message;
    this.route = route;
  }

  /** Ends the delivery, whichever way. */
  void leave() {
    message = null;
    if (emitted > 0) {
      emitted = 0;
    }
    if (!delayed.isEmpty()) {
      delayed = NONE_DELAYED;
    }
    dropChanges();
  }

  /** Whether an agent is being called by the current thread, which is the dispatcher's. */
  boolean isEntered() {
    return message != null;
  }

  List<Delayed> delayed() {
    return delayed;
  }

  @Override
  Message message() {
    Message current = message;
    if (current == null || !loop.isCurrentThread()) {
      throw new IllegalStateException(
          "the context of an INLINE agent is valid only inside receive, on the dispatcher's thread");
    }
    return current;
  }

  @Override
  RouteEntry route() {
    if (route == null) {
      throw new IllegalStateException("no agent has been called yet");
    }
    return route;
  }

  @Override
  int nextPosition(int lane) {
    return emitted++;
  }

  @Override
  void publish(Event event, int lane, @Nullable RunState childRun) {
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
    if (delayed.isEmpty()) {
      delayed = new ArrayList<>();
    }
    delayed.add(event);
  }
}
