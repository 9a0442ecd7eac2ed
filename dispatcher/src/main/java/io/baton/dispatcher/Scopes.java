package io.baton.dispatcher;

import io.baton.events.Headers;
import io.baton.tracing.AgentAttempt;
import io.baton.tracing.TraceEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the tracers have put around one call of an agent, in the order in which they did. */
final class Scopes {

  private final List<IsolatedScopes.Entered> entered;
  private final Headers headers;

  private Scopes(List<IsolatedScopes.Entered> entered, Headers headers) {
    this.entered = entered;
    this.headers = headers;
  }

  /** Enters those of all tracers, on the agent's thread. */
  static Scopes enter(IsolatedScopes[] tracers, AgentAttempt attempt) {
    var entered = new ArrayList<IsolatedScopes.Entered>(tracers.length);
    Headers headers = attempt.envelope().headers();
    for (var tracer : tracers) {
      var scope = tracer.enter(attempt);
      entered.add(scope);
      headers = Carried.merge(headers, scope.headers());
    }
    return new Scopes(entered, headers);
  }

  /** As {@link #enter}, for an agent that takes batches, whose items keep their headers. */
  static Scopes enterBatch(IsolatedScopes[] tracers, List<AgentAttempt> items) {
    var entered = Arrays.stream(tracers).map(tracer -> tracer.enterBatch(items)).toList();
    return new Scopes(entered, Headers.none());
  }

  /** What travels on with what the agent publishes. */
  Headers headers() {
    return headers;
  }

  void settled(TraceEvent.OfAgent how) {
    entered.forEach(one -> one.settled(how));
  }

  /** The agent leaves its thread, which is the current one. */
  void close() {
    entered.reversed().forEach(IsolatedScopes.Entered::close);
  }
}
