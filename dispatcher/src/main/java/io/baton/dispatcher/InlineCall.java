package io.baton.dispatcher;

import io.baton.events.Event;

/**
 * Calls the inline agents of one class of event, one after the other, for an event that is nothing
 * special. Confined to the dispatcher's thread.
 */
abstract class InlineCall {

  /** Calls them; whatever one of them throws fails its own delivery only. */
  abstract void call(InlineCalls calls, Message message, Event event);
}
