package io.baton.agents;

import java.util.List;

/**
 * A part that has not come; one for each.
 *
 * @param slot the simple name of the slot's type
 * @param workers the agents that still work on it, as far as declared emissions tell
 */
public record Missing(String slot, List<String> workers) {

  /** Copies. */
  public Missing {
    workers = List.copyOf(workers);
  }
}
