package io.baton.agents;

import io.baton.events.Event;

/**
 * One event of a batch. It is a delivery of its own: it has its own envelope, memory, attempts and,
 * if it fails for good, dead letter. Thread-safe; valid until the agent's {@code receive} has
 * ended.
 *
 * @param <E> the type of event
 */
public interface Item<E extends Event> {

  /** The event. */
  E event();

  /** What may be known and done beside the event. */
  AgentContext context();

  /**
   * Answers the event with the events to be routed next; none if it is handled and nothing follows.
   * They are published when the agent has ended well, unless the item's run was cancelled.
   *
   * @throws IllegalStateException if the item was answered or has failed, or the agent has ended
   */
  void answer(Event... events);

  /**
   * Says that this event could not be handled. What it was answered with is not published.
   *
   * @throws IllegalStateException if the item has failed already, or the agent has ended
   */
  void fail(Throwable cause);
}
