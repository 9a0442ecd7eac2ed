package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.events.Event;
import io.baton.events.SystemEvent;
import io.baton.events.TerminateEvent;
import org.jspecify.annotations.Nullable;

/** Where events of one class go. */
final class Targets {

  final int number;
  final Class<? extends Event> type;
  final RouteEntry[] routes;
  final boolean isSystem;
  final boolean isTerminate;

  /** The agents and contexts of the routes, if all are inline and take every event; or none. */
  final Agent<Event>[] inlineAgents;

  final InlineContext[] inlineContexts;

  /** Calls them; null if there are none. */
  @Nullable InlineCall inline;

  /** The only route, if it is to a join for whose parts there is a short way; or null. */
  final @Nullable JoinRoute join;

  /** The slot of these events in that join. */
  final int freshSlot;

  Targets(int number, Class<? extends Event> type, RouteEntry[] routes, Loop loop) {
    this.number = number;
    this.type = type;
    this.routes = routes;
    isSystem = SystemEvent.class.isAssignableFrom(type);
    isTerminate = type == TerminateEvent.class;
    int inline = isTerminate || !areInline(routes) ? 0 : routes.length;
    inlineAgents = newAgents(inline);
    inlineContexts = new InlineContext[inline];
    for (int i = 0; i < inline; i++) {
      inlineAgents[i] = ((InlineRoute) routes[i]).inlineAgent();
      inlineContexts[i] = routes[i].inline(loop);
    }
    this.inline = inline == 0 ? null : new ColdCall(this);
    boolean isSimple = routes.length == 1 && !isSystem && !isTerminate;
    freshSlot = isSimple && routes[0] instanceof JoinRoute only ? only.freshSlot(type) : -1;
    join = freshSlot >= 0 ? (JoinRoute) routes[0] : null;
  }

  /** Many events of this class come. */
  void heat() {
    if (inline != null) {
      inline = HotCalls.chain(this, inline);
    }
  }

  @SuppressWarnings("unchecked") // an array of a generic type cannot be made otherwise
  private static Agent<Event>[] newAgents(int length) {
    return (Agent<Event>[]) new Agent<?>[length];
  }

  private static boolean areInline(RouteEntry[] routes) {
    for (var route : routes) {
      if (!(route instanceof InlineRoute) || route.isFiltered()) {
        return false;
      }
    }
    return true;
  }
}
