package io.baton.tracing;

/** On what kind of thread an agent works. */
public enum ThreadKind {
  /** A virtual thread: it may block. */
  VIRTUAL,
  /** The dispatcher's own thread: while the agent works, nothing else is routed. */
  INLINE,
  /** A platform thread of the pool for agents that compute. */
  CPU,
  /** A platform thread of an executor that the dispatcher was given. */
  EXECUTOR
}
