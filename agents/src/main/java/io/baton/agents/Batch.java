package io.baton.agents;

import io.baton.events.Event;
import java.util.Iterator;
import java.util.List;

/**
 * The events that a batch agent gets at once: at least one, in the order in which they came, as far
 * as the route keeps one. Immutable; its items are not.
 *
 * @param <E> the type of event
 */
public interface Batch<E extends Event> extends Iterable<Item<E>> {

  /** The items, each an event with its own context and its own fate. */
  List<Item<E>> items();

  /** The events of the items. */
  default List<E> events() {
    return items().stream().map(Item::event).toList();
  }

  @Override
  default Iterator<Item<E>> iterator() {
    return items().iterator();
  }
}
