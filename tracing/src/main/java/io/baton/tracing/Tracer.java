package io.baton.tracing;

import java.util.List;

/**
 * Takes trace events as they happen.
 *
 * <p>It is called on the dispatcher's and the agents' threads, by several at once, so it must be
 * thread-safe and quick. One that throws never harms dispatching: the dispatcher isolates it and,
 * after repeated failure, switches it off with one line of log at level ERROR.
 */
@FunctionalInterface
public interface Tracer {

  /** Takes one trace event. */
  void trace(TraceEvent event);

  /** Whether anything is done with trace events; if not, none are built. True by default. */
  default boolean isEnabled() {
    return true;
  }

  /** The tracer that does nothing and is not enabled. */
  static Tracer none() {
    return NoTracer.INSTANCE;
  }

  /**
   * A tracer that hands each trace event to all that are given and enabled, in their order. It is
   * enabled if one of them is. One that throws does not keep the event from the others; its
   * exception is thrown when all have had it.
   */
  static Tracer all(Tracer... tracers) {
    return CompositeTracer.of(List.of(tracers));
  }
}
