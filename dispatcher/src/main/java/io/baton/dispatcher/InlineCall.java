package io.baton.dispatcher;

import io.baton.events.Event;

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
}
