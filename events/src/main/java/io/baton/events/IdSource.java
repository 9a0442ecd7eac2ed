package io.baton.events;

/**
 * Makes the ids of events.
 *
 * <p>A root, which an application dispatches, gets a fresh id. A follow-up's id must be a function
 * of what is given, so that a repeated delivery makes the same ids. Implementations are thread-safe
 * and cheap: a dispatcher asks once an event.
 */
public interface IdSource {

  /** The id of an event that nothing caused, at the given time in milliseconds since the epoch. */
  EventId root(long epochMillis);

  /**
   * The id of an event that an agent made.
   *
   * @param parent the event that the agent was given
   * @param route a 64-bit hash of the name of the agent's route
   * @param lane tells apart the ways of making events within one delivery: 0 for the answer, others
   *     for what is emitted
   * @param position the number of the event in its lane, from 0
   */
  EventId followUp(EventId parent, long route, int lane, int position);

  /**
   * A source of UUIDs of version 7 (RFC 9562): the time in milliseconds, a random prefix of the
   * source and a counter for roots; for follow-ups the parent's time and a hash.
   */
  static IdSource timeOrdered() {
    return new TimeOrderedIds();
  }
}
