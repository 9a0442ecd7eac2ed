package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.Sink;
import io.baton.events.Event;
import java.util.List;
import java.util.Objects;

/** A sink as an agent that answers nothing. Two of one sink are equal. */
record SinkAgent<E extends Event>(Sink<? super E> sink) implements Agent<E> {

  SinkAgent {
    Objects.requireNonNull(sink, "sink must not be null");
  }

  @Override
  public List<? extends Event> receive(E event, AgentContext context) throws Exception {
    sink.accept(event);
    return List.of();
  }
}
