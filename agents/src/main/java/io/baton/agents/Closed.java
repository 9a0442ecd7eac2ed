package io.baton.agents;

/** Why a join is closed. */
public enum Closed {
  /** It is not: more parts may come. */
  OPEN,
  /** Each slot that is needed is filled. */
  COMPLETE,
  /** Its time limit has passed. */
  TIMED_OUT,
  /** Nothing that is still going on in its run can bring the missing parts. */
  STARVED,
  /** An agent that could have brought a missing part has failed for good. */
  FAILED,
  /** There were too many open joins, and it was the oldest. */
  EVICTED,
  /** Its run ended early; there is no answer. */
  CANCELLED
}
