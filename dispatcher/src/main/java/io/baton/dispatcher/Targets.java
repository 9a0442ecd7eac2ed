package io.baton.dispatcher;

import io.baton.events.Event;
import io.baton.events.SystemEvent;
import io.baton.events.TerminateEvent;

/** Where events of one class go. */
final class Targets {

  final RouteEntry[] routes;
  final boolean isSystem;
  final boolean isTerminate;

  Targets(Class<? extends Event> type, RouteEntry[] routes) {
    this.routes = routes;
    isSystem = SystemEvent.class.isAssignableFrom(type);
    isTerminate = type == TerminateEvent.class;
  }
}
