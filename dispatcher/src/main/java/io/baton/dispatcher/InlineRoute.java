package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.events.Event;

/** A route whose agent runs on the dispatcher's own thread. */
final class InlineRoute extends RouteEntry {

  private final Agent<Event> agent;

  InlineRoute(Router router, RouteSpec spec) {
    super(router, spec);
    agent = (Agent<Event>) called(spec.agent());
  }

  /** What runs on the dispatcher's thread. */
  Agent<Event> inlineAgent() {
    return agent;
  }

  @Override
  void deliver(Loop loop, Message message) {
    loop.calls().call(this, agent, message, true);
  }

  @Override
  boolean isFull() {
    return false;
  }

  @Override
  long queued() {
    return 0;
  }

  @Override
  long running() {
    return 0;
  }

  @Override
  long resting() {
    return 0;
  }
}
