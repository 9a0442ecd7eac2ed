package io.baton.agents;

import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * A part as it arrives at a join: the event and the facts beside it that the join needs, in plain
 * numbers, so that an engine can give them without making objects. Read only during the call.
 */
public interface Arrival {

  /** The part. */
  Event event();

  /** The high half of the part's id. */
  long idHigh();

  /** The low half of the part's id. */
  long idLow();

  /** The high half of its correlation. */
  long correlationHigh();

  /** The low half of its correlation. */
  long correlationLow();

  /** The run that it belongs to, compared by identity; null if it belongs to none. */
  @Nullable Object owner();

  /** How many agents stand between it and its root. */
  int hops();

  /** When its run expires, in milliseconds since the epoch; {@link Long#MAX_VALUE} for never. */
  long deadlineMillis();
}
