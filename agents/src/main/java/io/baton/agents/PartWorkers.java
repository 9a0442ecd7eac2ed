package io.baton.agents;

import io.baton.events.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows who works on the parts of joins. What engines give to a {@link JoinStore}. */
@FunctionalInterface
public interface PartWorkers {

  /**
   * The names of the agents that have work which may bring a part, as far as that is declared.
   *
   * @param owner the run that the part is to come from; null for none
   * @param part the type of the part
   */
  List<String> workingOn(@Nullable Object owner, Class<? extends Event> part);
}
