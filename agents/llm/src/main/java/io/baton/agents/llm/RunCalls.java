package io.baton.agents.llm;

import io.baton.agents.Answer;
import io.baton.events.Event;

/** Starts a run with the event that the arguments are, and waits for its answer. */
record RunCalls<E extends Event>(Class<? extends Event> type)
    implements ContextualToolFunction<E, Object> {

  @Override
  public Object apply(E event, ToolContext context) throws Exception {
    Answer<? extends Event> answer = context.agent().ask(event, type);
    try {
      return EventJson.of(answer.get());
    } catch (InterruptedException e) {
      answer.cancel();
      throw e;
    }
  }
}
