package io.baton.tracing;

import io.baton.events.Envelope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Puts what an agent is working on into the diagnostic context of its thread. */
enum MdcTracer implements ScopedTracer {
  INSTANCE;

  private static final String CORRELATION = "correlationid";
  private static final String EVENT = "eventid";
  private static final String AGENT = "agent";

  @Override
  public void trace(TraceEvent event) {}

  @Override
  public boolean isNonBlocking() {
    return true;
  }

  @Override
  public AgentScope enter(AgentAttempt attempt) {
    var before = new Context(MDC.get(CORRELATION), MDC.get(EVENT), MDC.get(AGENT));
    Envelope envelope = attempt.envelope();
    MDC.put(CORRELATION, envelope.correlationId().toString());
    MDC.put(EVENT, envelope.id().toString());
    MDC.put(AGENT, attempt.agent());
    return before::restore;
  }

  /** What was there before the agent. */
  private record Context(
      @Nullable String correlation, @Nullable String event, @Nullable String agent) {

    void restore() {
      restore(CORRELATION, correlation);
      restore(EVENT, event);
      restore(AGENT, agent);
    }

    private static void restore(String key, @Nullable String value) {
      if (value == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, value);
      }
    }
  }
}
