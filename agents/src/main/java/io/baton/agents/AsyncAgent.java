package io.baton.agents;

import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * An agent whose code is asynchronous already: it gets one event and promises events.
 *
 * <p>It may be called by many threads at once, unless its route or {@link TypedAgent#ordering()}
 * says otherwise. What the stage completes with is published as one unit; if it completes
 * exceptionally, or with null or a list that holds null, the delivery has failed and nothing of it
 * is published.
 *
 * @param <E> the type of event that it takes
 */
@FunctionalInterface
public interface AsyncAgent<E extends Event> {

  /**
   * Takes one event.
   *
   * @throws Exception as a stage that completes exceptionally
   */
  CompletionStage<? extends List<? extends Event>> receiveAsync(E event, AgentContext context)
      throws Exception;
}
