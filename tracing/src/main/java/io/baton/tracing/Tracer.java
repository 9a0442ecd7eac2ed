package io.baton.tracing;

import java.util.List;

/**
 * Takes trace events as they happen.
 *
 * <p>A dispatcher hands them to it on one thread that is the tracer's own, in order, a parent
 * before its child. So it may block: what waits for it is bounded, and what is too much is lost,
 * counted in {@link Gauges#tracesLost}, and warned of once. One that says {@link #isNonBlocking} is
 * called at once instead, on the dispatcher's and the agents' threads, by several of them at a
 * time.
 *
 * <p>One that throws harms neither dispatching nor other tracers: after ten failures in a row it
 * alone is switched off, with one line of log at level ERROR that names its class.
 */
@FunctionalInterface
public interface Tracer {

  /** Takes one trace event. */
  void trace(TraceEvent event);

  /**
   * Whether anything is done with trace events; if not, none are built. True by default. A tracer
   * that may block is asked on its own thread, before each trace event, and ten times a second
   * while it says no. One that says {@link #isNonBlocking}, or that puts something around agents,
   * is asked often, on the dispatcher's and the agents' threads: it must be quick.
   */
  default boolean isEnabled() {
    return true;
  }

  /**
   * Whether {@link #trace} is quick, never blocks, and may be called by many threads at once; false
   * by default. It is asked once, when a dispatcher starts. What such a tracer was to get, it has
   * got when a wait for what caused it is over. A {@code VirtualMachineError} that it throws is one
   * of the thread that called it.
   */
  default boolean isNonBlocking() {
    return false;
  }

  /** The tracers that stand behind this one: itself alone, unless it is made of several. */
  default List<Tracer> tracers() {
    return List.of(this);
  }

  /**
   * A dispatcher that will trace to this tracer is about to start. Does nothing by default. What
   * this throws is thrown by the dispatcher's {@code start()}, and nothing has started then.
   */
  default void started(TraceSource source) {}

  /**
   * A dispatcher has ended, and traces no more. Does nothing by default. It is called after the
   * last trace event, on the thread that had them; a tracer that is still busy with earlier ones
   * when the dispatcher ends loses what is left after a second, is interrupted, and is told then.
   */
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
   * The tracer that puts what an agent works on into the diagnostic context of SLF4J, on the
   * agent's thread and while it is called: {@code correlationid}, {@code eventid} and {@code
   * agent}. What was there before is put back afterwards. An agent that takes batches has the first
   * two only as far as all of its items have the same.
   */
  static ScopedTracer mdc() {
    return MdcTracer.INSTANCE;
  }

  /**
   * A tracer that hands each trace event to all that are given and enabled, in their order. It is
   * enabled if one of them is. One that throws does not keep the event from the others; its
   * exception is thrown when all have had it. A dispatcher treats each of them apart, as if it had
   * been given that one alone.
   */
  static Tracer all(Tracer... tracers) {
    return CompositeTracer.of(List.of(tracers));
  }
}
