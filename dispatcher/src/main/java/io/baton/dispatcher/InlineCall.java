package io.baton.dispatcher;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * Hands an event that is nothing special to all that takes events of its class, where that is done
 * on the dispatcher's thread. Confined to that thread.
 */
abstract class InlineCall {

  /**
   * Calls the agents; whatever one of them throws fails its own delivery only.
   *
   * @param event that of the loop's current message, which is made only if somebody asks for it
   */
  abstract void call(InlineCalls calls, Event event);

  /**
   * As {@link #call}, for an event from outside that belongs to no run, while nobody traces.
   *
   * @param correlation the one that was given with the event; null if none was
   */
  void callRoot(InlineCalls calls, Event event, @Nullable CorrelationId correlation) {
    call(calls, event);
  }
}
