package io.baton.agents;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The joins of one run: the open ones in the order of opening, and those that are remembered. */
final class RunJoins {

  private @Nullable Object owner;
  private @Nullable JoinClosing oldest;
  private @Nullable JoinClosing newest;
  private int held;

  /** Closed joins that are remembered only because the run is alive; null for none. */
  private @Nullable Deque<JoinClosing> kept;

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

  /** The oldest open join that does not wait for parts from outside. */
  @Nullable JoinClosing oldestOfInside() {
    JoinClosing join = oldest;
    while (join != null && detailsOf(join).waitsForOutside) {
      join = detailsOf(join).newerOfRun;
    }
    return join;
  }

  /**
   * Has a closed join remembered for as long as the run is alive.
   *
   * @return the one that closed first, if it is one too many
   */
  @Nullable JoinClosing keep(JoinClosing join, int most) {
    if (kept == null) {
      kept = new ArrayDeque<>();
    }
    kept.add(join);
    return kept.size() > most ? kept.poll() : null;
  }

  /** A closed join that was remembered for the run only; null if there is none any more. */
  @Nullable JoinClosing takeKept() {
    return kept == null ? null : kept.poll();
  }

  /** Whether a closed join was remembered for the run only; it is not any more. */
  boolean removeKept(JoinClosing join) {
    return kept != null && kept.remove(join);
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
