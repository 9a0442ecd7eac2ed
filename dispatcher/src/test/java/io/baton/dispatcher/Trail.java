package io.baton.dispatcher;

import io.baton.agents.AgentContext;
import io.baton.events.Event;
import io.baton.events.Headers;
import io.baton.tracing.AgentAttempt;
import io.baton.tracing.AgentScope;
import io.baton.tracing.ScopedTracer;
import io.baton.tracing.TraceEvent;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Has each agent leave its name in a header, and keeps what happened to its scopes. */
final class Trail implements ScopedTracer {

  private final Queue<String> log = new ConcurrentLinkedQueue<>();

  /** The trail of an event. */
  static String of(AgentContext context) {
    return context.envelope().headers().get("trail").orElse("none");
  }

  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void trace(TraceEvent event) {}

  @Override
  public boolean isNonBlocking() {
    return true;
  }

  @Override
  public Headers headers(Event root) {
    return Headers.of(Map.of("trail", "root"));
  }

  @Override
  public AgentScope enter(AgentAttempt attempt) {
    String trail = attempt.envelope().headers().get("trail").orElse("");
    String name = attempt.agent() + attempt.attempt();
    Thread thread = Thread.currentThread();
    log.add("enter " + name + parts(attempt));
    return new AgentScope() {
      @Override
      public Headers headers() {
        return Headers.of(Map.of("trail", trail + ">" + name));
      }

      @Override
      public void settled(TraceEvent.OfAgent how) {
        log.add(how.getClass().getSimpleName() + " " + name);
      }

      @Override
      public void close() {
        log.add((Thread.currentThread().equals(thread) ? "close " : "strange close ") + name);
      }
    };
  }

  private static String parts(AgentAttempt attempt) {
    var parts =
        attempt.parts().stream().map(part -> part.headers().get("trail").orElse("none")).toList();
    return parts.isEmpty() ? "" : " of " + parts;
  }
}
