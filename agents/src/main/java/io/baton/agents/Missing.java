package io.baton.agents;

import java.util.List;

/**
 * A part that has not come; one for each.
 *
 * @param slot the simple name of the slot's type
 * @param workers the agents that had deliveries queued or running when the join closed, and whose
 *     routes declare by {@code emits} that they answer with the part, or with what leads to it by
 *     the declarations of others. In a run, these are deliveries of that run; without one, any.
 *     Empty for a join that is open, or that closed with its quorum
 */
public record Missing(String slot, List<String> workers) {

  /** Copies. */
  public Missing {
    workers = List.copyOf(workers);
  }
}
