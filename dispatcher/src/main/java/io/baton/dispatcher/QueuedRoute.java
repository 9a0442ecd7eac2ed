package io.baton.dispatcher;

import io.baton.agents.AsyncAgent;
import io.baton.events.Event;

/** A route whose agent runs on other threads than the dispatcher's, or is asynchronous. */
final class QueuedRoute extends RouteEntry {

  private final AsyncAgent<Event> called;
  private final Outlet outlet;

  QueuedRoute(Router router, RouteSpec spec) {
    super(router, spec);
    called = called(agent());
    outlet = Outlet.of(spec);
  }

  Outlet outlet() {
    return outlet;
  }

  @Override
  void deliver(Loop loop, Message message) {
    outlet.submit(
        loop.engine(), new Delivery(loop.engine(), message.copy(), this, called, outlet, true));
  }

  @Override
  boolean isFull() {
    return outlet.isFull();
  }

  @Override
  long queued() {
    return outlet.queued();
  }

  @Override
  long running() {
    return outlet.running();
  }

  @Override
  long resting() {
    return outlet.resting();
  }
}
