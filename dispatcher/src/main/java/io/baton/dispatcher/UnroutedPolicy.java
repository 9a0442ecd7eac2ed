package io.baton.dispatcher;

/** What happens to an event that no route takes and no caller asked for. */
public enum UnroutedPolicy {
  /** It is counted. */
  IGNORE,
  /** It is counted, and logged once for its type. The default. */
  WARN,
  /** It becomes a dead letter. */
  DEAD_LETTER,
  /** It fails the run that it belongs to; without one, as {@link #WARN}. */
  FAIL_RUN
}
