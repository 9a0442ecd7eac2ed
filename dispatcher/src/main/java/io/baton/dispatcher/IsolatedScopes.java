package io.baton.dispatcher;

import io.baton.events.Event;
import io.baton.events.Headers;
import io.baton.tracing.AgentAttempt;
import io.baton.tracing.AgentScope;
import io.baton.tracing.ScopedTracer;
import io.baton.tracing.TraceEvent;
import java.util.List;
import java.util.function.Supplier;

/** What one tracer puts around agents. What it throws stays here. Thread-safe as the tracer is. */
final class IsolatedScopes {

  private final ScopedTracer tracer;
  private final Strikes strikes;

  IsolatedScopes(ScopedTracer tracer, String dispatcher) {
    this.tracer = tracer;
    strikes = new Strikes("scopes of a tracer", dispatcher, tracer.getClass().getName());
  }

  /** What an event from outside gets. */
  Headers headers(Event root) {
    if (!strikes.isOut()) {
      try {
        if (tracer.isEnabled()) {
          Headers headers = tracer.headers(root);
          strikes.hit();
          return headers;
        }
      } catch (Throwable e) {
        strikes.miss(e);
      }
    }
    return Headers.none();
  }

  Entered enter(AgentAttempt attempt) {
    return enter(() -> tracer.enter(attempt));
  }

  Entered enterBatch(List<AgentAttempt> items) {
    return enter(() -> tracer.enterBatch(items));
  }

  private Entered enter(Supplier<AgentScope> entering) {
    if (!strikes.isOut()) {
      try {
        if (tracer.isEnabled()) {
          AgentScope scope = entering.get();
          return new Entered(scope, headers(scope), strikes);
        }
      } catch (Throwable e) {
        strikes.miss(e);
      }
    }
    return new Entered(AgentScope.none(), Headers.none(), strikes);
  }

  private Headers headers(AgentScope scope) {
    try {
      return scope.headers();
    } catch (Throwable e) {
      strikes.miss(e);
      return Headers.none();
    }
  }

  /** A scope that has to be closed, with the headers that it gives. */
  record Entered(AgentScope scope, Headers headers, Strikes strikes) {

    void settled(TraceEvent.OfAgent how) {
      try {
        scope.settled(how);
      } catch (Throwable e) {
        strikes.miss(e);
      }
    }

    void close() {
      try {
        scope.close();
        strikes.hit();
      } catch (Throwable e) {
        strikes.miss(e);
      }
    }
  }
}
