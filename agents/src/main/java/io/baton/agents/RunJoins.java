package io.baton.agents;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The joins of one run: the open ones in the order of opening, and how many are remembered. */
final class RunJoins {

  private @Nullable Object owner;
  private @Nullable JoinClosing oldest;
  private @Nullable JoinClosing newest;
  private int held;

  RunJoins(Object owner) {
    this.owner = owner;
  }

  /** The run; null when it has ended. */
  @Nullable Object owner() {
    return owner;
  }

  /** Lets go of the run, for which no part will come any more. */
  void release() {
    owner = null;
  }

  /** The oldest open join. */
  @Nullable JoinClosing oldest() {
    return oldest;
  }

  void opened(JoinClosing join) {
    held++;
    JoinDetails details = detailsOf(join);
    details.olderOfRun = newest;
    if (newest == null) {
      oldest = join;
    } else {
      detailsOf(newest).newerOfRun = join;
    }
    newest = join;
  }

  void closed(JoinClosing join) {
    JoinDetails details = detailsOf(join);
    JoinClosing older = details.olderOfRun;
    JoinClosing newer = details.newerOfRun;
    if (older == null) {
      oldest = newer;
    } else {
      detailsOf(older).newerOfRun = newer;
    }
    if (newer == null) {
      newest = older;
    } else {
      detailsOf(newer).olderOfRun = older;
    }
    details.olderOfRun = null;
    details.newerOfRun = null;
  }

  /** Whether the join that is forgotten now was the last. */
  boolean forget() {
    held--;
    return held == 0;
  }

  private static JoinDetails detailsOf(JoinClosing join) {
    return Objects.requireNonNull(join.details);
  }
}
