package io.baton.agents;

import org.jspecify.annotations.Nullable;

/** Joins in the order in which they were added, linked through themselves. */
final class JoinList {

  private @Nullable JoinClosing oldest;
  private @Nullable JoinClosing newest;
  private int size;

  @Nullable JoinClosing oldest() {
    return oldest;
  }

  int size() {
    return size;
  }

  void add(JoinClosing join) {
    join.older = newest;
    if (newest == null) {
      oldest = join;
    } else {
      newest.newer = join;
    }
    newest = join;
    size++;
  }

  void remove(JoinClosing join) {
    JoinClosing older = join.older;
    JoinClosing newer = join.newer;
    if (older == null) {
      oldest = newer;
    } else {
      older.newer = newer;
    }
    if (newer == null) {
      newest = older;
    } else {
      newer.older = older;
    }
    join.older = null;
    join.newer = null;
    size--;
  }
}
