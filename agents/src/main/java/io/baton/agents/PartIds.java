package io.baton.agents;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The ids of a join's parts, by their positions. Guarded by the store until the join is closed. */
final class PartIds {

  private long[] ids;

  /** All of them, where there are so many that a search takes too long; null elsewhere. */
  private final @Nullable IdSet many;

  PartIds(int capacity, boolean isWide) {
    ids = new long[2 * capacity];
    many = isWide ? new IdSet() : null;
  }

  void put(int position, long high, long low) {
    if (2 * position >= ids.length) {
      ids = Arrays.copyOf(ids, 4 * position);
    }
    ids[2 * position] = high;
    ids[2 * position + 1] = low;
    if (many != null) {
      many.add(high, low);
    }
  }

  long high(int position) {
    return ids[2 * position];
  }

  long low(int position) {
    return ids[2 * position + 1];
  }

  /** Whether one of the parts that stand at these positions has an id. */
  boolean contains(long high, long low, @Nullable Object[] events) {
    if (many != null) {
      return many.contains(high, low);
    }
    for (int i = 0; i < events.length; i++) {
      if (ids[2 * i + 1] == low && ids[2 * i] == high && events[i] != null) {
        return true;
      }
    }
    return false;
  }
}
