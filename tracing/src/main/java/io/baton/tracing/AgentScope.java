package io.baton.tracing;

import io.baton.events.Headers;

/** What a tracer has put around one call of an agent. */
public interface AgentScope extends AutoCloseable {

  /**
   * What events that the agent publishes in this attempt have as headers, beside those of its own
   * event, over which these win. Asked once, when the scope was entered; none by default.
   */
  default Headers headers() {
    return Headers.none();
  }

  /**
   * The attempt has been settled. Called once, on whichever thread that happened: before {@link
   * #close} or, of an attempt that ran out of time or is asynchronous, at any time. Does nothing by
   * default.
   *
   * @param how what is traced of it: an {@link TraceEvent.AgentEnded}, {@link
   *     TraceEvent.AgentFailed} or {@link TraceEvent.Cancelled}
   */
  default void settled(TraceEvent.OfAgent how) {}

  /** The agent has left its thread, which is the current one. Called once. */
  @Override
  void close();

  /** The scope that is nothing. */
  static AgentScope none() {
    return NoScope.INSTANCE;
  }
}
