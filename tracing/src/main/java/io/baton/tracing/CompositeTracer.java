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

  /** If one refuses, those before it are told that nothing has started. */
  @Override
  public void started(TraceSource source) {
    int told = 0;
    boolean isStarted = false;
    try {
      for (; told < tracers.size(); told++) {
        tracers.get(told).started(source);
      }
      isStarted = true;
    } finally {
      if (!isStarted) {
        tellStopped(tracers.subList(0, told), source);
      }
    }
  }

  @Override
  public void stopped(TraceSource source) {
    RuntimeException failure = tellStopped(tracers, source);
    if (failure != null) {
      throw failure;
    }
  }

  /** Tells all of them; gives what the first threw that failed, with that of others. */
  private static @Nullable RuntimeException tellStopped(List<Tracer> tracers, TraceSource source) {
    RuntimeException failure = null;
    for (var tracer : tracers) {
      try {
        tracer.stopped(source);
      } catch (RuntimeException e) {
        failure = with(failure, e);
      }
    }
    return failure;
  }

  private static @Nullable RuntimeException traceWith(
      Tracer tracer, TraceEvent event, @Nullable RuntimeException earlier) {
    try {
      if (tracer.isEnabled()) {
        tracer.trace(event);
      }
      return earlier;
    } catch (RuntimeException e) {
      return with(earlier, e);
    }
  }

  private static RuntimeException with(@Nullable RuntimeException earlier, RuntimeException later) {
    if (earlier == null) {
      return later;
    }
    if (!later.equals(earlier)) {
      earlier.addSuppressed(later);
    }
    return earlier;
  }
}
