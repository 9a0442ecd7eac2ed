package io.baton.agents;

import io.baton.events.Event;
import java.util.List;

/** Makes the answer of a join from its parts. */
@FunctionalInterface
public interface PartsAnswer {

  /**
   * The events to be routed next.
   *
   * @throws Exception if there is no answer
   */
  List<? extends Event> apply(Parts parts, AgentContext context) throws Exception;
}
