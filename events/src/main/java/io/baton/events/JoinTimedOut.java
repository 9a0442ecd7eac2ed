package io.baton.events;

import java.util.List;

/**
 * A join that closed with parts missing, and had no function for a partial result.
 *
 * @param join the name of the join's route
 * @param parts what had come
 * @param missing what had not, each by the simple name of its type
 */
public record JoinTimedOut(String join, List<Event> parts, List<String> missing)
    implements SystemEvent {

  /** Copies. */
  public JoinTimedOut {
    parts = List.copyOf(parts);
    missing = List.copyOf(missing);
  }
}
