package io.baton.agents;

import java.time.Duration;

/**
 * What becomes of a join when an agent that could have brought a missing part has failed for good,
 * so that the join can never be complete. It makes no difference whether the agent failed before
 * the join opened or after.
 *
 * <p>A failed delivery concerns the joins of its own run or, without one, of its own correlation;
 * where parts are joined {@link Join#by by a function}, those of the key that the function gives
 * for the event that the agent failed on, and none if it gives none. The agent could have brought a
 * part if its route declares by {@code emits} that it answers with the part, or with what leads to
 * the part by the declarations of others. A route that declares nothing could have brought
 * anything; one that only listens, nothing.
 *
 * <p>Each such failure counts as one lost part. A join with a quorum can spare as many as the
 * quorum leaves out, and lost parts that are optional do not matter.
 */
public enum WhenFailed {
  /**
   * The part stays missing, and the join goes on by its rules: it is completed by another agent, or
   * closes at its limit, or when nothing else of its run goes on.
   */
  CONTINUE,
  /**
   * As {@link #CONTINUE}, but the join expects the part from outside of the run: it does not close
   * when nothing else of its run goes on, and holds the run until its limit. Without {@link
   * Join#within(Duration) a limit} that is until the part has come.
   */
  WAIT,
  /** The join closes at once, as {@link Closed#FAILED}, with a partial result. */
  PARTIAL,
  /**
   * The join fails at once: it closes as {@link Closed#FAILED} without a result, becomes a dead
   * letter that names the agent, and its run, if it has one, ends as failed.
   */
  FAIL
}
