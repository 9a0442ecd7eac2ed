package io.baton.tracing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands each trace event to several tracers. */
record CompositeTracer(List<Tracer> tracers) implements Tracer {

  static Tracer of(List<Tracer> given) {
    var tracers =
        given.stream()
            .flatMap(tracer -> tracer.tracers().stream())
            .filter(tracer -> !tracer.equals(Tracer.none()))
            .toList();
    return switch (tracers.size()) {
      case 0 -> Tracer.none();
      case 1 -> tracers.getFirst();
      default -> new CompositeTracer(tracers);
    };
  }

  @Override
  public void trace(TraceEvent event) {
    RuntimeException failure = null;
    for (var tracer : tracers) {
      failure = traceWith(tracer, event, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public boolean isEnabled() {
    for (var tracer : tracers) {
      if (tracer.isEnabled()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isNonBlocking() {
    return tracers.stream().allMatch(Tracer::isNonBlocking);
  }

  @Override
  public void started(TraceSource source) {
    tracers.forEach(tracer -> tracer.started(source));
  }

  @Override
  public void stopped(TraceSource source) {
    tracers.forEach(tracer -> tracer.stopped(source));
  }

  private static @Nullable RuntimeException traceWith(
      Tracer tracer, TraceEvent event, @Nullable RuntimeException earlier) {
    try {
      if (tracer.isEnabled()) {
        tracer.trace(event);
      }
      return earlier;
    } catch (RuntimeException e) {
      if (earlier == null) {
        return e;
      }
      if (!e.equals(earlier)) {
        earlier.addSuppressed(e);
      }
      return earlier;
    }
  }
}
