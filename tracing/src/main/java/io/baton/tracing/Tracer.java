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

  /**
   * A dispatcher that will trace to this tracer is about to start. Does nothing by default. What
   * this throws is thrown by the dispatcher's {@code start()}, and nothing has started then.
   */
  default void started(TraceSource source) {}

  /** A dispatcher has ended, and traces no more. Does nothing by default. */
  default void stopped(TraceSource source) {}

  /** The tracer that does nothing and is not enabled. */
  static Tracer none() {
    return NoTracer.INSTANCE;
  }

  /**
   * The tracer that writes each trace event as one line of {@code key=value} to the SLF4J logger of
   * this interface's name, at level DEBUG; it is enabled when that logger takes that level.
   *
   * <p>A line has types, ids, names, times and counts, and never what an event, a note, an
   * exception's message or working memory says. Events' attributes have their CloudEvents names; a
   * value with blanks or quotes stands in quotes; durations are in the form of ISO 8601.
   */
  static Tracer slf4j() {
    return Slf4jTracer.INSTANCE;
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
