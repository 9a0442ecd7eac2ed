package io.baton.agents;

/** What an engine is told while it adds a part to a {@link JoinStore}. */
public interface JoinObserver {

  /** A join was opened by this part. */
  void joinOpened(Arrival first);

  /**
   * A further part was kept by a join that still waits for more. Does nothing by default.
   *
   * @param opener the part that opened the join
   */
  default void partKept(Arrival part, Arrival opener) {}

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
