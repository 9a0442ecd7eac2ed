package io.baton.dispatcher;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Items in lanes, exactly one lane for each key: one item holds the lane, the others wait in their
 * order. A lane is there only while an item holds it, so what is not queued costs nothing.
 * Thread-safe; each step is atomic for its key, under the lock of the map's bin, in which no
 * foreign code runs.
 */
final class Lanes<T> {

  private final ConcurrentHashMap<Object, ArrayDeque<T>> lanes = new ConcurrentHashMap<>();

  /** Stands for a lane in which nothing waits; never changed. */
  private final ArrayDeque<T> empty = new ArrayDeque<>(0);

  /** Puts an item at the end of its lane; true if it holds the lane now. */
  boolean enter(Object key, T item) {
    return lanes.compute(key, (_, waiting) -> waiting == null ? empty : with(waiting, item))
        == empty;
  }

  private ArrayDeque<T> with(ArrayDeque<T> waiting, T item) {
    var line = waiting == empty ? new ArrayDeque<T>(2) : waiting;
    line.add(item);
    return line;
  }

  /** Whoever holds the lane leaves it; gives who holds it now, or null if the lane is gone. */
  @Nullable T leave(Object key) {
    var next = new Found<T>();
    lanes.computeIfPresent(
        key,
        (_, waiting) -> {
          next.item = waiting.poll();
          if (next.item == null) {
            return null;
          }
          return waiting.isEmpty() ? empty : waiting;
        });
    return next.item;
  }

  /** Takes a waiting item away; false if it does not wait any more, or never did. */
  boolean remove(Object key, T item) {
    var found = new Found<T>();
    lanes.computeIfPresent(
        key,
        (_, waiting) -> {
          if (waiting.remove(item)) {
            found.item = item;
          }
          return waiting.isEmpty() ? empty : waiting;
        });
    return found.item != null;
  }

  /** The number of lanes, which is that of the items that hold one. */
  int size() {
    return lanes.size();
  }

  private static final class Found<T> {
    @Nullable T item;
  }
}
