package io.baton.dispatcher;

/** Tells apart the ways of making events within one delivery; part of a follow-up's id. */
final class Lane {

  static final int ANSWER = 0;
  static final int EMITTED = 1;
  static final int LATER = 2;
  static final int CHILD = 3;
  static final int DEAD_LETTER = 4;
  static final int JOIN = 5;

  /** Added to the lane of what a recovery publishes beside its answer. */
  static final int RECOVERY = 8;

  private Lane() {}
}
