package io.baton.dispatcher;

import io.baton.events.Event;

/** What is constant in a copy of {@link HotType}. */
record HotTypeData(Class<? extends Event> type, InlineCall call, int agents, HotTypes next) {}
