package io.baton.agents;

import io.baton.events.Event;
import java.util.Set;

/**
 * An agent that declares by itself what it takes, what it answers with and how it is to be ordered.
 *
 * @param <E> what all events that it takes have in common
 */
public interface TypedAgent<E extends Event> extends AsyncAgent<E> {

  /** The types of event that it takes, each with all its subtypes; at least one. */
  Set<Class<? extends E>> accepts();

  /** The types of event that it may answer with; none by default, which says nothing. */
  default Set<Class<? extends Event>> emits() {
    return Set.of();
  }

  /** How its deliveries are to be ordered, unless its route says so; {@code NONE} by default. */
  default Ordering ordering() {
    return Ordering.NONE;
  }
}
