package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/** What is constant in a copy of {@link HotCall}. */
record HotCallData(
    int index,
    RouteEntry route,
    Agent<Event> agent,
    InlineContext context,
    @Nullable InlineCall next) {}
