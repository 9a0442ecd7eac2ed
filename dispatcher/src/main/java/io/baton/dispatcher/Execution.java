package io.baton.dispatcher;

/** Where the deliveries of a route run. */
public enum Execution {
  /** Each on a virtual thread; it may block. The default. */
  VIRTUAL,
  /** On the dispatcher's own thread: for what takes well under a microsecond and never blocks. */
  INLINE,
  /** On a pool of platform threads as wide as the machine: for what computes for long. */
  CPU
}
