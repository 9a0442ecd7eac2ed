package io.baton.agents;

import io.baton.events.Event;

/**
 * An agent that only listens. It may be called by many threads at once.
 *
 * @param <E> the type of event that it takes
 */
@FunctionalInterface
public interface Sink<E extends Event> {

  /**
   * Takes one event.
   *
   * @throws Exception if the event could not be handled
   */
  void accept(E event) throws Exception;
}
