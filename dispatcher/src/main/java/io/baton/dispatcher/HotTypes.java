package io.baton.dispatcher;

/**
 * The classes of which many events come that are handed on here, to compare an event's class with,
 * one after the other. Confined to the dispatcher's thread.
 */
abstract class HotTypes {

  static final HotTypes NONE =
      new HotTypes() {
        @Override
        boolean call(InlineCalls calls, Object event) {
          return false;
        }
      };

  /**
   * Hands on an event that is nothing special, if its class is one of these.
   *
   * @param event as it stands in the ring: once its class was compared, it is known to be an event
   *     without searching the interfaces of its class
   * @return whether it is
   */
  abstract boolean call(InlineCalls calls, Object event);
}
