package io.baton.dispatcher;

/** What happens when a route's mailbox is full. */
public enum Overflow {
  /**
   * Callers outside that dispatch an event which goes to the route are held back until there is
   * room; nobody else is.
   */
  BLOCK
}
