package io.baton.agents;

/** How a run ended. */
public enum RunOutcome {
  /** Not yet. */
  RUNNING,
  /** The last event of its tree was settled. */
  COMPLETED,
  /** It was cancelled. */
  CANCELLED,
  /** Its deadline passed. */
  EXPIRED,
  /** A route failed it, or its dispatcher ended under it. */
  FAILED
}
