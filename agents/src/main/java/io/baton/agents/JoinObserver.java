package io.baton.agents;

/** What an engine is told while it adds a part to a {@link JoinStore}. */
public interface JoinObserver {

  /** A join was opened by this part. */
  void joinOpened(Arrival first);

  /** A part was not kept. */
  void partDropped(Arrival part, Fate fate);

  /** Why a part was not kept. */
  enum Fate {
    /** Its join was closed already. */
    LATE,
    /** It had come before: an event with the same id. */
    DUPLICATE,
    /** Its slot was full. */
    SUPERFLUOUS
  }
}
