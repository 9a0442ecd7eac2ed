package io.baton.dispatcher;

import io.baton.agents.RunReport;
import io.baton.events.Event;
import io.baton.events.Headers;
import io.baton.tracing.AgentAttempt;
import io.baton.tracing.ScopedTracer;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceSource;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tracers of a dispatcher, each of them apart from the others: those that say that they never
 * block are called at once, and the others by a thread of their own.
 */
final class Tracing implements Tracer {

  /** How long a tracer may take for what is left when the dispatcher ends. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private final Duration grace;
  private final List<IsolatedTracer> all;
  private final IsolatedTracer[] direct;
  private final TraceQueue[] queues;
  private final IsolatedScopes[] scopes;

  Tracing(DispatcherOptions options) {
    grace = options.tracerGrace;
    var given =
        options.tracer.tracers().stream().filter(tracer -> !tracer.equals(Tracer.none())).toList();
    var isolated = given.stream().map(one -> new IsolatedTracer(one, options.name)).toList();
    direct = isolated.stream().filter(IsolatedTracer::isNonBlocking).toArray(IsolatedTracer[]::new);
    queues =
        isolated.stream()
            .filter(one -> !one.isNonBlocking())
            .map(one -> new TraceQueue(one, options.name))
            .toArray(TraceQueue[]::new);
    all = isolated;
    scopes =
        given.stream()
            .filter(ScopedTracer.class::isInstance)
            .map(one -> new IsolatedScopes((ScopedTracer) one, options.name))
            .toArray(IsolatedScopes[]::new);
  }

  /** Whether there is a tracer at all. */
  boolean isWanted() {
    return !all.isEmpty();
  }

  /** Whether there is a tracer that puts something around agents. */
  boolean isScoped() {
    return scopes.length > 0;
  }

  /** Puts what the tracers want around the agent that is about to be called. */
  Scopes enter(AgentAttempt attempt) {
    return Scopes.enter(scopes, attempt);
  }

  /** Puts what the tracers want around the batch agent that is about to be called. */
  Scopes enterBatch(List<AgentAttempt> items) {
    return Scopes.enterBatch(scopes, items);
  }

  /** Tells of a run that has ended. */
  void runEnded(RunReport report, Instant at) {
    trace(
        new TraceEvent.RunEnded(
            report.correlationId(),
            Optional.of(report.id()),
            report.outcome().name(),
            report.handled(),
            report.failed(),
            at,
            report.reason()));
  }

  /** What is known of an event from outside, with what the tracers have to say of it. */
  @Nullable Object originOf(Event event, @Nullable Object origin) {
    if (scopes.length == 0 || origin instanceof Redispatch) {
      return origin;
    }
    Headers headers = Headers.none();
    for (var one : scopes) {
      headers = Carried.merge(headers, one.headers(event));
    }
    return headers.asMap().isEmpty() ? origin : new TracedRoot(headers, origin);
  }

  /** Whether trace events are to be built. */
  boolean isOn() {
    return isEnabled();
  }

  /** How many trace events were lost, since a tracer was too slow for them. */
  long lost() {
    long lost = 0;
    for (var queue : queues) {
      lost += queue.lost();
    }
    return lost;
  }

  /** Whether a thread is that of a tracer. */
  boolean isOwnThread(Thread thread) {
    return Arrays.stream(queues).anyMatch(queue -> queue.isOwnThread(thread));
  }

  @Override
  public boolean isEnabled() {
    for (var one : direct) {
      if (one.isEnabled()) {
        return true;
      }
    }
    for (var queue : queues) {
      if (queue.isEnabled()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void trace(TraceEvent event) {
    for (var one : direct) {
      if (one.isEnabled()) {
        one.trace(event);
      }
    }
    for (var queue : queues) {
      queue.put(event);
    }
  }

  @Override
  public void started(TraceSource source) {
    for (int i = 0; i < all.size(); i++) {
      boolean isStarted = false;
      try {
        all.get(i).started(source);
        isStarted = true;
      } finally {
        if (!isStarted) {
          all.subList(0, i).forEach(earlier -> earlier.stopped(source));
        }
      }
    }
    for (var queue : queues) {
      queue.start();
    }
  }

  @Override
  public void stopped(TraceSource source) {
    for (var queue : queues) {
      queue.stop(source);
    }
    for (var one : direct) {
      one.stopped(source);
    }
    for (var queue : queues) {
      queue.awaitEnd(grace);
    }
  }
}
