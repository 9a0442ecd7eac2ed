package io.baton.tracing;

import java.time.Instant;

/**
 * What traces to a tracer: a dispatcher, from {@link Tracer#started} to {@link Tracer#stopped}.
 * Thread-safe.
 */
public interface TraceSource {

  /** The dispatcher's name. */
  String name();

  /** The time now, by the clock of its trace events. */
  Instant now();

  /** What is there now; costs a walk over the routes. */
  Gauges gauges();
}
