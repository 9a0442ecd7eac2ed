package io.baton.agents;

import io.baton.events.CorrelationId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last joins that have closed and belong to no run, by their keys. Guarded by the store.
 *
 * <p>A ring in the order of closing. Joins of one bucket are a chain from the newest to the oldest,
 * linked by their numbers; a number that is too old ends it. So to forget a join takes it out of
 * nothing, and touches no memory that has become cold.
 */
final class ClosedJoins {

  private static final int INITIAL = 64;
  private static final int NONE = -1;

  /** After so many the numbers begin anew, which is rare enough to cost nothing. */
  static final int MOST_NUMBERS = 1 << 20;

  private final int most;
  private @Nullable JoinClosing[] joins = new JoinClosing[INITIAL];
  private int[] hashes = new int[INITIAL];
  private int[] before = new int[INITIAL];
  private int[] buckets = new int[INITIAL];

  /** The number of the oldest join that is remembered. */
  private int first;

  /** The number that the next join gets. */
  private int next;

  ClosedJoins(int most) {
    this.most = most;
    Arrays.fill(buckets, NONE);
  }

  /** Whether the next one to be added pushes the oldest out. */
  boolean isFull() {
    return next - first == most;
  }

  /** The hash of the oldest one, which is forgotten by this. */
  int forgetOldest() {
    int place = place(first++);
    joins[place] = null;
    return hashes[place];
  }

  void add(JoinClosing join, int hash) {
    if (next - first == joins.length) {
      renumber(2 * joins.length);
    } else if (next == MOST_NUMBERS) {
      renumber(joins.length);
    }
    int place = place(next);
    if (place == 0) {
      joins = joins.clone(); // a young array costs no fence; see JoinTable
    }
    joins[place] = join;
    hashes[place] = hash;
    link(next++, place);
  }

  /** The join of a key that belongs to no run, if there is one. */
  @Nullable JoinClosing find(int hash, long high, long low, @Nullable Object by) {
    for (int n = buckets[place(hash)]; n >= first; n = before[place(n)]) {
      int place = place(n);
      if (hashes[place] == hash) {
        JoinClosing join = joins[place];
        if (join != null && join.isOf(high, low, null, by)) {
          return join;
        }
      }
    }
    return null;
  }

  /** A join of a correlation, whatever its key; looks at all of them. */
  @Nullable JoinClosing ofCorrelation(CorrelationId id) {
    for (var join : joins) {
      if (join != null && join.hasCorrelation(id)) {
        return join;
      }
    }
    return null;
  }

  /** Forgets a join before its time. */
  void forget(JoinClosing join, int hash) {
    for (int n = buckets[place(hash)]; n >= first; n = before[place(n)]) {
      if (joins[place(n)] == join) {
        joins[place(n)] = null;
        return;
      }
    }
  }

  private void link(int number, int place) {
    int bucket = place(hashes[place]);
    before[place] = buckets[bucket];
    buckets[bucket] = number;
  }

  /** Puts all into new arrays, numbered from 0 on. */
  private void renumber(int length) {
    var oldJoins = joins;
    var oldHashes = hashes;
    int mask = oldJoins.length - 1;
    int oldest = first;
    first = 0;
    next -= oldest;
    joins = new JoinClosing[length];
    hashes = new int[length];
    before = new int[length];
    buckets = new int[length];
    Arrays.fill(buckets, NONE);
    for (int n = 0; n < next; n++) {
      joins[n] = oldJoins[(oldest + n) & mask];
      hashes[n] = oldHashes[(oldest + n) & mask];
      link(n, n);
    }
  }

  private int place(int number) {
    return number & (joins.length - 1);
  }
}
