package io.baton.dispatcher;

import io.baton.agents.JoinClosing;
import io.baton.agents.JoinStore;
import io.baton.events.CorrelationId;
import io.baton.events.Event;

/**
 * Puts an event into the only join that takes it, by a short way if it comes from outside with a
 * correlation: then it is never made a message.
 */
final class PartCall extends InlineCall {

  private final Loop loop;
  private final JoinRoute route;
  private final JoinStore store;
  private final int slot;

  PartCall(Loop loop, JoinRoute route, int slot) {
    this.loop = loop;
    this.route = route;
    store = route.store();
    this.slot = slot;
  }

  @Override
  void call(InlineCalls calls, Event event) {
    CorrelationId correlation = loop.freshCorrelation();
    JoinClosing join =
        correlation == null || !route.isAttached()
            ? null
            : store.addFresh(event, slot, correlation);
    if (join == null) {
      route.deliver(loop, loop.current());
    } else if (join.isOpen()) {
      calls.countHandled();
    } else {
      route.closeFresh(loop, join);
    }
  }
}
