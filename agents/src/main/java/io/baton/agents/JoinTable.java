package io.baton.agents;

import io.baton.events.CorrelationId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins by their keys, and in the order in which they were opened and closed. Guarded by the store.
 *
 * <p>Each join has a row, and everything that links rows is a number in an array of numbers: to
 * pass by other joins, and to forget one that closed long ago, touches none of them, whose memory
 * is cold, and writes no references, which would cost the garbage collector's barrier.
 */
final class JoinTable {

  private static final int NONE = -1;

  /**
   * The row of the join that was put in last, which gets a row of its own when another comes or all
   * are looked at: the parts of a join often come one after the other, and then it closes without
   * ever having one.
   */
  private static final int NEWEST = 0;

  private static final int INITIAL = 64;
  private static final int GENERATIONS = 4_096;
  private static final int BLOCK_BITS = 12;

  private @Nullable JoinClosing[] joins = new JoinClosing[INITIAL];
  private int[] hashes = new int[INITIAL];
  private int[] nextInBucket = new int[INITIAL];
  private int[] buckets = new int[INITIAL];

  /** The rows that are free, the last one first. */
  private int[] free = new int[INITIAL];

  private int freeCount;

  /** How many were put in since the array of joins was made. */
  private int added;

  /**
   * How often a join was forgotten, by bits of its hash; made when that happens first. It tells
   * apart the joins of one key without remembering the key.
   */
  private int[] generations = {};

  private final JoinRows open = new JoinRows(INITIAL);

  /** The closed joins of runs. */
  private final JoinRows closed = new JoinRows(INITIAL);

  private final ClosedJoins closedOfNoRun;

  /** Remembers so many closed joins that belong to no run. */
  JoinTable(int remembered) {
    closedOfNoRun = new ClosedJoins(remembered);
    Arrays.fill(buckets, NONE);
    release(NEWEST + 1);
  }

  /** How many joins are open. */
  int open() {
    return joins[NEWEST] == null ? open.size() : open.size() + 1;
  }

  /** How many closed joins of runs are remembered, but for those that are kept. */
  int closedOfRuns() {
    return closed.size();
  }

  /** The open join that was opened first. */
  @Nullable JoinClosing oldestOpen() {
    list();
    return open.isEmpty() ? null : joins[open.oldest()];
  }

  /** The one that was opened next after an open one. */
  @Nullable JoinClosing nextOpen(JoinClosing join) {
    int next = open.after(join.row);
    return next == JoinRows.NONE ? null : joins[next];
  }

  /** The join that was put in last, if it has no row yet. */
  @Nullable JoinClosing newest() {
    return joins[NEWEST];
  }

  /** The join of a key, if there is one. */
  @Nullable JoinClosing find(long high, long low, @Nullable RunJoins run, @Nullable Object by) {
    JoinClosing latest = joins[NEWEST];
    if (latest != null && latest.isOf(high, low, run, by)) {
      return latest;
    }
    int hash = hash(high, low, by);
    for (int row = buckets[bucketOf(hash)]; row != NONE; row = nextInBucket[row]) {
      if (hashes[row] == hash) {
        JoinClosing join = joins[row];
        if (join != null && join.isOf(high, low, run, by)) {
          return join;
        }
      }
    }
    return run == null ? closedOfNoRun.find(hash, high, low, by) : null;
  }

  /**
   * A join of a correlation, whatever its run: a closed one if there is one. Where joins have keys
   * of their own, all of them must be looked at.
   */
  @Nullable JoinClosing ofCorrelation(CorrelationId id, boolean haveKeys) {
    list();
    JoinClosing found;
    if (haveKeys) {
      found = closedOfNoRun.ofCorrelation(id);
      for (var join : joins) {
        found = better(found, join, id);
      }
    } else {
      int hash = hash(id.high(), id.low(), null);
      found = closedOfNoRun.find(hash, id.high(), id.low(), null);
      int first = buckets[bucketOf(hash)];
      for (int row = first; row != NONE; row = nextInBucket[row]) {
        found = better(found, joins[row], id);
      }
    }
    return found;
  }

  private static @Nullable JoinClosing better(
      @Nullable JoinClosing found, @Nullable JoinClosing join, CorrelationId id) {
    boolean isBetter = join != null && join.hasCorrelation(id) && (found == null || found.isOpen());
    return isBetter ? join : found;
  }

  /** A number that is larger than for any join of the key that was forgotten. */
  int generation(long high, long low, @Nullable Object by) {
    return generations.length == 0 ? 0 : generations[hash(high, low, by) & GENERATIONS - 1];
  }

  /** Puts in a join that has just been opened; the newest of a key is found first. */
  void add(JoinClosing join) {
    list();
    if (++added > 2 * joins.length) {
      renew();
    }
    joins[NEWEST] = join;
  }

  /** Gives the newest join its row. */
  private void list() {
    JoinClosing join = joins[NEWEST];
    if (join == null) {
      return;
    }
    if (freeCount == 0) {
      grow();
    }
    int row = free[--freeCount];
    join.row = row;
    joins[row] = join;
    hashes[row] = hash(join);
    link(row);
    open.add(row);
    joins[NEWEST] = null;
  }

  /** Remembers an open join of a run as a closed one. */
  void closeOfRun(JoinClosing join) {
    list();
    open.remove(join.row);
    closed.add(join.row);
  }

  /**
   * Remembers an open join that belongs to no run as a closed one.
   *
   * @return whether another was forgotten for it
   */
  boolean closeOfNoRun(JoinClosing join) {
    int hash = hash(join);
    if (join == joins[NEWEST]) {
      joins[NEWEST] = null;
    } else {
      open.remove(join.row);
      free(join.row);
    }
    boolean isFull = closedOfNoRun.isFull();
    if (isFull) {
      countForgotten(closedOfNoRun.forgetOldest());
    }
    closedOfNoRun.add(join, hash);
    return isFull;
  }

  /** The join of a run that was closed first. */
  @Nullable JoinClosing oldestOfRuns() {
    return closed.isEmpty() ? null : joins[closed.oldest()];
  }

  /** Forgets a closed join. */
  void forget(JoinClosing join) {
    if (join.run() == null) {
      int hash = hash(join);
      countForgotten(hash);
      closedOfNoRun.forget(join, hash);
    } else {
      closed.remove(join.row);
      giveUp(join.row);
    }
  }

  /** Keeps a closed join from being forgotten as the oldest. */
  void keep(JoinClosing join) {
    closed.remove(join.row);
  }

  /** Forgets a closed join that was kept. */
  void forgetKept(JoinClosing join) {
    giveUp(join.row);
  }

  private void giveUp(int row) {
    countForgotten(hashes[row]);
    free(row);
  }

  private void free(int row) {
    unlink(row);
    joins[row] = null;
    free[freeCount++] = row;
  }

  private void countForgotten(int hash) {
    if (generations.length == 0) {
      generations = new int[GENERATIONS];
    }
    generations[hash & GENERATIONS - 1]++;
  }

  private void link(int row) {
    int bucket = bucketOf(hashes[row]);
    nextInBucket[row] = buckets[bucket];
    buckets[bucket] = row;
  }

  private void unlink(int row) {
    int bucket = bucketOf(hashes[row]);
    int before = buckets[bucket];
    if (before == row) {
      buckets[bucket] = nextInBucket[row];
      return;
    }
    while (nextInBucket[before] != row) {
      before = nextInBucket[before];
    }
    nextInBucket[before] = nextInBucket[row];
  }

  private void grow() {
    int before = joins.length;
    int length = 2 * before;
    joins = Arrays.copyOf(joins, length);
    hashes = Arrays.copyOf(hashes, length);
    nextInBucket = new int[length];
    buckets = new int[length];
    free = new int[length];
    open.grow(length);
    closed.grow(length);
    Arrays.fill(buckets, NONE);
    for (int row = NEWEST + 1; row < before; row++) {
      link(row);
    }
    release(before);
  }

  /**
   * Makes the array of joins anew: to write a reference to a young object into an old one costs the
   * garbage collector's barrier a memory fence, so the array had better be young.
   */
  private void renew() {
    joins = joins.clone();
    added = 0;
  }

  /** Makes all rows from one on free. */
  private void release(int first) {
    for (int row = joins.length - 1; row >= first; row--) {
      free[freeCount++] = row;
    }
  }

  private int bucketOf(int hash) {
    return hash & (buckets.length - 1);
  }

  private static int hash(JoinClosing join) {
    return join.by() == null
        ? hash(join.correlationHigh(), join.correlationLow(), null)
        : spread(join.hashOfBy());
  }

  /**
   * Ids that follow one another, as those do that are counted, have hashes that do so too: so they
   * do not meet, and their places are memory that is warm. Blocks of them are spread.
   */
  private static int hash(long high, long low, @Nullable Object by) {
    return by == null
        ? (int) low + spread((low >>> BLOCK_BITS) * 31 + high)
        : spread(by.hashCode());
  }

  private static int spread(long bits) {
    return (int) ((bits * 0x9E37_79B9_7F4A_7C15L) >>> 32);
  }
}
