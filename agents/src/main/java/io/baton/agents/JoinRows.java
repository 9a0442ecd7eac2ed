package io.baton.agents;

import java.util.Arrays;

/** Rows of a {@link JoinTable} in the order in which they were added. Guarded by the store. */
final class JoinRows {

  static final int NONE = -1;

  private int[] older;
  private int[] newer;
  private int oldest = NONE;
  private int newest = NONE;
  private int size;

  JoinRows(int length) {
    older = new int[length];
    newer = new int[length];
  }

  void grow(int length) {
    older = Arrays.copyOf(older, length);
    newer = Arrays.copyOf(newer, length);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int oldest() {
    return oldest;
  }

  /** The row that was added next after another. */
  int after(int row) {
    return newer[row];
  }

  void add(int row) {
    older[row] = newest;
    newer[row] = NONE;
    if (newest == NONE) {
      oldest = row;
    } else {
      newer[newest] = row;
    }
    newest = row;
    size++;
  }

  void remove(int row) {
    int before = older[row];
    int after = newer[row];
    if (before == NONE) {
      oldest = after;
    } else {
      newer[before] = after;
    }
    if (after == NONE) {
      newest = before;
    } else {
      older[after] = before;
    }
    size--;
  }
}
