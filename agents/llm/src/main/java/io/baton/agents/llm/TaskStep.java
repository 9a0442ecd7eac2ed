package io.baton.agents.llm;

import io.baton.events.Event;

/**
 * A step of a ready agent, published as an event like any other: it can be routed to a listener,
 * and stands in the trace. The agent itself takes it as its next turn; all that it needs to know is
 * in the event, so that the agent keeps nothing between its turns.
 *
 * <p>It is not sealed: a router takes a sealed type for one whose every kind must be handled.
 */
public interface TaskStep extends Event {

  /** What the step is for. */
  AgentTask task();

  /** What the task has taken so far. */
  Effort effort();
}
