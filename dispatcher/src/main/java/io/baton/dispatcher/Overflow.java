package io.baton.dispatcher;

/**
 * What happens when a route's mailbox is full. It concerns events that callers outside dispatch;
 * what an agent answers or emits is always taken, beyond the bound, and counted there.
 *
 * <p>Callers are held back or refused as soon as a mailbox is full; what they have put into the
 * ring before still goes in.
 */
public enum Overflow {
  /**
   * Callers outside that dispatch an event which goes to the route are held back until there is
   * room; nobody else is.
   */
  BLOCK,
  /**
   * Callers outside that dispatch an event which goes to the route get a {@link
   * MailboxFullException}, or false from {@code tryDispatch}; no route gets the event then.
   */
  REJECT,
  /**
   * The event from outside that has waited longest for this route is dropped, to make room for a
   * new one; other routes still get it. If all that waits comes from inside, the new one is
   * dropped.
   */
  DROP_OLDEST,
  /** A new event from outside is dropped for this route; other routes still get it. */
  DROP_NEWEST;

  /** Whether callers learn at the door that there is no room. */
  boolean isAtTheDoor() {
    return this == BLOCK || this == REJECT;
  }
}
