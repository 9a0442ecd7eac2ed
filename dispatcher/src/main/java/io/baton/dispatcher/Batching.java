package io.baton.dispatcher;

import io.baton.agents.AgentContext;
import io.baton.agents.AsyncAgent;
import io.baton.agents.BatchAgent;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** A batch agent as the agent of a route, and how its batches are made up. */
record Batching(BatchAgent<Event> agent, int most, Duration linger) implements AsyncAgent<Event> {

  Batching {
    Objects.requireNonNull(agent, "agent must not be null");
    if (most < 1) {
      throw new IllegalArgumentException("a batch must hold at least 1 event, but most is " + most);
    }
    if (linger.isNegative()) {
      throw new IllegalArgumentException("linger must not be negative, but is " + linger);
    }
  }

  @Override
  public CompletionStage<List<Event>> receiveAsync(Event event, AgentContext context) {
    throw new IllegalStateException("a batch agent is never given a single event");
  }
}
