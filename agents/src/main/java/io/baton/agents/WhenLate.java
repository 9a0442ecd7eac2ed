package io.baton.agents;

/** What becomes of a part whose join has closed already. */
public enum WhenLate {
  /** It is dropped and counted. */
  DROP,
  /** It is kept as a dead letter. */
  DEAD_LETTER,
  /** It opens a new join of the same key, which collects all its parts anew. */
  REOPEN
}
