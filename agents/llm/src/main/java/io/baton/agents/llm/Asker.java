package io.baton.agents.llm;

import io.baton.agents.Answer;
import io.baton.events.Event;

/** Starts runs for what belongs to no agent; {@code dispatcher::ask} is one. */
@FunctionalInterface
public interface Asker {

  /** Starts a run with an event; its answer is the first event of a type. */
  <T extends Event> Answer<T> ask(Event event, Class<T> type);
}
