package io.baton.dispatcher;

/** Something that goes on for a run, on another thread or in time. Thread-safe. */
interface Stoppable {

  /** Ends it as soon as possible, since its run has ended early; harmless if it has ended. */
  void stop();
}
