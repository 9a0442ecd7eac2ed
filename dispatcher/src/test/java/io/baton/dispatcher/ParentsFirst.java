package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.EventId;
import io.baton.tracing.TraceEvent;
import java.util.HashSet;
import java.util.Set;

/** Looks at trace events in the order in which they come: a parent must come before its child. */
final class ParentsFirst {

  private final Set<EventId> dispatched = new HashSet<>();
  private final Set<EventId> ended = new HashSet<>();

  void see(TraceEvent event) {
    switch (event) {
      case TraceEvent.Dispatched one -> {
        assertThat(dispatched).containsAll(one.envelope().causes());
        assertThat(ended).containsAll(one.envelope().causes());
        assertThat(dispatched.add(one.envelope().id())).isTrue();
      }
      case TraceEvent.AgentStarted started -> assertThat(dispatched).contains(started.eventId());
      case TraceEvent.AgentEnded one -> ended.add(one.eventId());
      default -> {}
    }
  }

  int dispatched() {
    return dispatched.size();
  }
}
