package io.baton.samples.voting;

/** What a voter may say. */
public enum Choice {
  /** It is praise. */
  YES,

  /** It is a complaint. */
  NO,

  /** It is neither, or both. */
  UNSURE
}
