package io.baton.agents;

import io.baton.events.CorrelationId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Joins by their keys: a hash table whose chains are linked through the joins themselves. */
final class JoinTable {

  private @Nullable JoinClosing[] buckets = new JoinClosing[64];
  private int size;

  /** The join of a key, if there is one. */
  @Nullable JoinClosing find(long high, long low, @Nullable RunJoins run, @Nullable Object by) {
    JoinClosing join = buckets[indexOf(hash(high, low, by))];
    while (join != null && !join.isOf(high, low, run, by)) {
      join = join.nextInBucket;
    }
    return join;
  }

  /**
   * A join of a correlation, whatever its run: a closed one if there is one. Where joins have keys
   * of their own, all of them must be looked at.
   */
  @Nullable JoinClosing ofCorrelation(CorrelationId id, boolean haveKeys) {
    if (!haveKeys) {
      return inBucket(buckets[indexOf(hash(id.high(), id.low(), null))], id, null);
    }
    JoinClosing found = null;
    for (JoinClosing first : buckets) {
      found = inBucket(first, id, found);
    }
    return found;
  }

  private static @Nullable JoinClosing inBucket(
      @Nullable JoinClosing first, CorrelationId id, @Nullable JoinClosing before) {
    JoinClosing found = before;
    for (JoinClosing join = first; join != null; join = join.nextInBucket) {
      if (join.hasCorrelation(id) && (found == null || found.isOpen())) {
        found = join;
      }
    }
    return found;
  }

  void add(JoinClosing join) {
    if (size == buckets.length) {
      grow();
    }
    insert(join);
    size++;
  }

  void remove(JoinClosing join) {
    int index = indexOf(hashOf(join));
    JoinClosing before = buckets[index];
    if (before == join) {
      buckets[index] = join.nextInBucket;
    } else {
      while (before != null && before.nextInBucket != join) {
        before = before.nextInBucket;
      }
      Objects.requireNonNull(before, "a join that is removed must be there").nextInBucket =
          join.nextInBucket;
    }
    join.nextInBucket = null;
    size--;
  }

  private void grow() {
    @Nullable JoinClosing[] old = buckets;
    buckets = new JoinClosing[old.length * 2];
    for (JoinClosing first : old) {
      JoinClosing join = first;
      while (join != null) {
        JoinClosing next = join.nextInBucket;
        insert(join);
        join = next;
      }
    }
  }

  private void insert(JoinClosing join) {
    int index = indexOf(hashOf(join));
    join.nextInBucket = buckets[index];
    buckets[index] = join;
  }

  private int indexOf(int hash) {
    return hash & (buckets.length - 1);
  }

  private static int hashOf(JoinClosing join) {
    return join.by() == null
        ? hash(join.correlationHigh(), join.correlationLow(), null)
        : spread(join.hashOfBy());
  }

  private static int hash(long high, long low, @Nullable Object by) {
    return spread(by == null ? high * 31 + low : by.hashCode());
  }

  private static int spread(long bits) {
    return (int) ((bits * 0x9E37_79B9_7F4A_7C15L) >>> 32);
  }
}
