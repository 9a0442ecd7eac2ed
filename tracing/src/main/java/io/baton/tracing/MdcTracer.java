package io.baton.tracing;

import io.baton.events.Envelope;
import java.util.List;
import java.util.function.Function;
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
    return enterBatch(List.of(attempt));
  }

  @Override
  public AgentScope enterBatch(List<AgentAttempt> items) {
    var before = new Context(MDC.get(CORRELATION), MDC.get(EVENT), MDC.get(AGENT));
    new Context(
            common(items, Envelope::correlationId),
            common(items, Envelope::id),
            items.getFirst().agent())
        .put();
    return before::put;
  }

  /** What all items have; null if they differ. */
  private static @Nullable String common(
      List<AgentAttempt> items, Function<Envelope, Object> property) {
    Object first = property.apply(items.getFirst().envelope());
    for (var item : items) {
      if (!property.apply(item.envelope()).equals(first)) {
        return null;
      }
    }
    return first.toString();
  }

  /** What is there while the agent is called, or was before. */
  private record Context(
      @Nullable String correlation, @Nullable String event, @Nullable String agent) {

    void put() {
      put(CORRELATION, correlation);
      put(EVENT, event);
      put(AGENT, agent);
    }

    private static void put(String key, @Nullable String value) {
      if (value == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, value);
      }
    }
  }
}
