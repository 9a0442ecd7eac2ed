package io.baton.agents;

import io.baton.events.Event;

/**
 * An agent that takes several events at once, because that is cheaper than one by one, as with a
 * database.
 *
 * <p>It may be called by many threads at once, unless its route says otherwise.
 *
 * @param <E> the type of event that it takes
 */
@FunctionalInterface
public interface BatchAgent<E extends Event> {

  /**
   * Takes a batch and answers or fails its items. What it has answered is published when this
   * method has returned, for each item as one unit; an item that was neither answered nor failed is
   * answered with nothing.
   *
   * @throws Exception if the batch could not be handled; all items that have not failed by
   *     themselves have failed then, those that were answered included, and nothing of theirs is
   *     published
   */
  void receive(Batch<E> batch) throws Exception;
}
