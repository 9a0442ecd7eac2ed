package io.baton.agents;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What agents remember together: values under typed keys. Thread-safe; each method is atomic.
 *
 * <p>Values are immutable. Lists, sets and maps are copied on the way in, all the way down, so
 * neither what was put in nor what was read depends on anyone else's object.
 */
public interface WorkingMemory {

  /** The value of a key; its initial value if nobody has written it. */
  <T> T get(MemoryKey<T> key);

  /** The value of a key with its version. */
  <T> Versioned<T> read(MemoryKey<T> key);

  /** Writes a key. */
  <T> void put(MemoryKey<T> key, T value);

  /**
   * Replaces the value of a key by a function of it, and gives the new value.
   *
   * @param function must be pure, since it may be applied more than once
   */
  <T> T update(MemoryKey<T> key, UnaryOperator<T> function);

  /**
   * Writes a key if it is still at a version.
   *
   * @return whether it was written
   */
  <T> boolean compareAndSet(MemoryKey<T> key, long version, T value);

  /**
   * Merges a map into that of a key: keys that were there and are not given stay; where both sides
   * hold a map, these are merged in turn.
   */
  <V> void merge(MemoryKey<Map<String, V>> key, Map<String, V> more);

  /** All values that were ever written, by name: an immutable picture of one instant. */
  Map<String, Object> snapshot();

  /**
   * Calls a listener after each change, on the thread that made it, until the result is closed. It
   * must be quick and must not throw; what it throws goes to the thread's handler of uncaught
   * exceptions. Of changes that several threads make at once, the later may be told first: their
   * versions tell. Changes that are applied together are told one by one, each key once, with the
   * value that it was left with.
   */
  Subscription onChange(Consumer<Change> listener);

  /**
   * A view whose changes are seen through it at once and applied to this memory together, by {@link
   * Staged#commit}. The view is thread-safe.
   *
   * @param writer who makes the changes, for {@link Change#writer}
   */
  Staged stage(String writer);

  /** An empty memory. */
  static WorkingMemory create() {
    return new SharedMemory();
  }

  /**
   * A change of one key.
   *
   * @param key the key's name
   * @param version the version of the new value, from 1
   * @param value the new value
   * @param writer who wrote it: an agent's name, or {@code application}
   */
  record Change(String key, long version, Object value, String writer) {}

  /** Ends a subscription when closed; closing twice does nothing. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** Changes that wait to be applied together. */
  interface Staged extends WorkingMemory {

    /**
     * Applies all changes atomically, in the order in which they were made; functions given to
     * {@code update} are applied anew to what is there now.
     *
     * @return the keys that have a new value, with these
     * @throws MemoryConflictException if a {@code compareAndSet} no longer holds; nothing is
     *     applied
     */
    List<Change> commit();

    /** Whether there is anything to apply. */
    boolean isEmpty();
  }
}
