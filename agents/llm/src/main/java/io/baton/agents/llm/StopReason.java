package io.baton.agents.llm;

/** Why a ready agent has stopped to work on a task. */
public enum StopReason {
  /** It has an answer. */
  SOLVED,
  /** It had no answer after as many steps as it may take. */
  STEPS,
  /** A part of the problem wanted to be split deeper than is allowed. */
  DEPTH,
  /** It has used up its tokens, or the calls that it may make. */
  BUDGET,
  /** The model gave no answer that can be used; the detail says why. */
  FAILED
}
