package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.events.Event;
import io.baton.events.SystemEvent;
import io.baton.events.TerminateEvent;
import org.jspecify.annotations.Nullable;

/** Where events of one class go. */
final class Targets {

  final Class<? extends Event> type;
  final RouteEntry[] routes;
  final boolean isSystem;
  final boolean isTerminate;

  /** The agents and contexts of the routes, if all are inline and take every event; or none. */
  final Agent<Event>[] inlineAgents;

  final InlineContext[] inlineContexts;

  /** Hands events to all routes, if that is done on this thread; or null. */
  @Nullable InlineCall inline;

  private final Loop loop;

  Targets(Class<? extends Event> type, RouteEntry[] routes, Loop loop) {
    this.type = type;
    this.routes = routes;
    this.loop = loop;
    isSystem = SystemEvent.class.isAssignableFrom(type);
    isTerminate = type == TerminateEvent.class;
    int agents = isTerminate || !areInline(routes) ? 0 : routes.length;
    inlineAgents = newAgents(agents);
    inlineContexts = new InlineContext[agents];
    for (int i = 0; i < agents; i++) {
      inlineAgents[i] = ((InlineRoute) routes[i]).inlineAgent();
      inlineContexts[i] = routes[i].inline(loop);
    }
    InlineCall call = agents > 0 ? new EachCall(this) : partCall();
    inline = call == null ? null : new ColdCall(this, call);
  }

  private @Nullable InlineCall partCall() {
    if (routes.length == 1 && !isSystem && !isTerminate && routes[0] instanceof JoinRoute join) {
      int slot = join.freshSlot(type);
      return slot < 0 ? null : new PartCall(loop, join, slot);
    }
    return null;
  }

  /** Many events of this class come. */
  void heat(InlineCall call) {
    InlineCall hot = inlineAgents.length == 0 ? call : HotCalls.chain(this, call);
    inline = hot;
    loop.heated(this, hot);
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
