package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.AsyncAgent;
import io.baton.agents.WaitGuard;
import io.baton.events.Event;
import java.util.List;

/** An agent that is refused to wait by means of Baton. */
record StrictAgent(String route, Agent<Event> agent) implements Agent<Event> {

  static AsyncAgent<Event> of(String route, AsyncAgent<Event> agent) {
    return agent instanceof Agent<Event> blocking
        ? new StrictAgent(route, blocking)
        : (event, context) ->
            WaitGuard.callStrictly(route, () -> agent.receiveAsync(event, context));
  }

  @Override
  public List<? extends Event> receive(Event event, AgentContext context) throws Exception {
    return WaitGuard.<List<? extends Event>>callStrictly(
        route, () -> agent.receive(event, context));
  }
}
