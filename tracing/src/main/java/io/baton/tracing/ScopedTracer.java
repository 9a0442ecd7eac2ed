package io.baton.tracing;

import io.baton.events.Event;
import io.baton.events.Headers;
import java.util.List;

/**
 * A tracer that also puts something around each call of an agent, on the agent's own thread: a span
 * that is current there, or a diagnostic context.
 *
 * <p>What it puts there has headers, which travel on with all that the agent publishes in this
 * attempt, over any number of hops and threads; that is how a trace goes on from agent to agent.
 *
 * <p>Its methods are called on the threads of agents, of callers and, for {@code INLINE} agents, of
 * the dispatcher, by several at once: they must be thread-safe and quick, and never block. What
 * they throw harms nobody; after ten failures in a row they are called no more, with one line of
 * log at level ERROR.
 */
public interface ScopedTracer extends Tracer {

  /**
   * The headers that an event from outside is given, beside those of its run, which win. Called on
   * the thread of whoever dispatches it, before it is accepted; it may find no room after that.
   * None by default.
   */
  default Headers headers(Event root) {
    return Headers.none();
  }

  /**
   * An agent is about to be called, on the current thread. The scope is closed on the same thread
   * when the agent has come back, whether it has answered, thrown, or was interrupted; scopes of
   * several tracers are closed in the opposite order.
   */
  AgentScope enter(AgentAttempt attempt);

  /**
   * As {@link #enter}, for an agent that takes batches. What the agent publishes has the headers of
   * its item and none of this scope, which is not told either how the items were settled. Nothing
   * by default.
   *
   * @param items what the agent is given, one at least
   */
  default AgentScope enterBatch(List<AgentAttempt> items) {
    return AgentScope.none();
  }
}
