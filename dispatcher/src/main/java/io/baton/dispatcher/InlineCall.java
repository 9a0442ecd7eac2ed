package io.baton.dispatcher;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * Hands an event that is nothing special to all that takes events of its class, where that is done
 * on the dispatcher's thread. Confined to that thread.
 */
abstract class InlineCall {

  /** Calls the agents; whatever one of them throws fails its own delivery only. */
  abstract void call(InlineCalls calls, Message message, Event event);

  /**
   * As {@link #call}, for an event from outside that belongs to no run, while nobody traces.
   *
   * @param root is filled here, if it is needed
   * @param correlation the one that was given with the event; null if none was
   */
  void callRoot(InlineCalls calls, Message root, Event event, @Nullable CorrelationId correlation) {
    calls.fill(root, event, correlation);
    call(calls, root, event);
  }
}
