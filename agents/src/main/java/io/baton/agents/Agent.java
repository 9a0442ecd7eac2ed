package io.baton.agents;

import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The usual agent: it gets one event, may block, and answers with events.
 *
 * <p>It may be called by many threads at once, unless its route or {@link TypedAgent#ordering()}
 * says otherwise.
 *
 * @param <E> the type of event that it takes
 */
@FunctionalInterface
public interface Agent<E extends Event> extends AsyncAgent<E> {

  /**
   * Takes one event and answers with the events to be routed next; {@code List.of()} for none. The
   * answer is published as one unit when this method has returned; null, or a null in the list, is
   * this delivery's failure.
   *
   * @throws Exception if the event could not be handled; nothing of this attempt is published then,
   *     except what was {@linkplain AgentContext#emit emitted}
   */
  List<? extends Event> receive(E event, AgentContext context) throws Exception;

  /** What {@link #receive} answers, as a stage that is complete already. */
  @Override
  @SuppressWarnings("FunctionalInterfaceMethodChanged") // it is what an Agent is: an answer at once
  default CompletionStage<? extends List<? extends Event>> receiveAsync(
      E event, AgentContext context) throws Exception {
    return CompletableFuture.completedStage(receive(event, context));
  }
}
