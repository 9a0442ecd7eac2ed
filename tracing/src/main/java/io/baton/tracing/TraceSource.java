package io.baton.tracing;

/**
 * What traces to a tracer: a dispatcher, from {@link Tracer#started} to {@link Tracer#stopped}.
 * Thread-safe.
 */
public interface TraceSource {

  /** The dispatcher's name. */
  String name();

  /** What is there now; costs a walk over the routes. */
  Gauges gauges();
}
