package io.baton.dispatcher;

import io.baton.events.Event;

/**
 * The classes of which many events come, all of whose agents are inline: a list to compare an
 * event's class with, one after the other. Confined to the dispatcher's thread.
 */
abstract class HotTypes {

  static final HotTypes NONE =
      new HotTypes() {
        @Override
        boolean call(InlineCalls calls, Message message, Event event) {
          return false;
        }
      };

  /**
   * Calls the agents for an event that is nothing special, if its class is one of these.
   *
   * @return whether it is
   */
  abstract boolean call(InlineCalls calls, Message message, Event event);
}
