package io.baton.agents;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What agents remember together: values under typed keys. Thread-safe; each method is atomic.
 *
 * <p>Values are immutable and never null. Lists, sets, maps and the components of records are
 * copied on the way in, all the way down, so neither what was put in nor what was read depends on
 * anyone else's object. Arrays are refused. Other objects, arrays in records, and records whose
 * constructor is closed to this library by the module system are kept as they are: they must be
 * immutable by themselves.
 *
 * <p>Each change of a key adds one to its version, which never goes back, also when the key is
 * removed.
 */
public sealed interface WorkingMemory permits VersionedMemory, WorkingMemory.Staged {

  /** The value of a key; its initial value if nobody has written it. */
  <T> T get(MemoryKey<T> key);

  /** The value of a key with its version. */
  <T> Versioned<T> read(MemoryKey<T> key);

  /**
   * Writes a key.
   *
   * @throws NullPointerException if the value, or anything in it, is null
   * @throws IllegalArgumentException if the value is or has in it an array, or is nested too deep
   * @throws IllegalStateException if this memory has ended with its run
   */
  <T> void put(MemoryKey<T> key, T value);

  /**
   * Replaces the value of a key by a function of it, and gives the new value.
   *
   * @param function must be pure, since it may be applied more than once
   * @throws NullPointerException as {@link #put}; so with its other exceptions
   */
  <T> T update(MemoryKey<T> key, UnaryOperator<T> function);

  /**
   * Writes a key if it is still at a version.
   *
   * @return whether it was written
   * @throws NullPointerException as {@link #put}; so with its other exceptions
   */
  <T> boolean compareAndSet(MemoryKey<T> key, long version, T value);

  /**
   * Merges a map into that of a key: keys that were there and are not given stay; where both sides
   * hold a map, these are merged in turn; everywhere else what is given replaces what was there,
   * whatever the types of both.
   *
   * @throws NullPointerException as {@link #put}; so with its other exceptions
   */
  <V> void merge(MemoryKey<Map<String, V>> key, Map<String, V> more);

  /**
   * Takes a key back to its initial value, and out of snapshots. It counts as a change: the version
   * grows. The name and the version stay for ever.
   *
   * @throws IllegalStateException if this memory has ended with its run
   */
  void remove(MemoryKey<?> key);

  /** All values that were written and not removed, by name: an immutable picture of one instant. */
  Map<String, Object> snapshot();

  /**
   * The last versions of a key that others could see, the oldest first: as many as the {@link
   * MemoryOptions#history} of this memory says, which is none by default. A view shows those of its
   * memory, without what waits in the view.
   */
  <T> List<Revision<T>> history(MemoryKey<T> key);

  /**
   * Tells a listener of each change, on a virtual thread, until the result is closed. It is called
   * for one change at a time, in the order in which they were applied, and never holds a writer
   * back. What is applied together is told one by one, each key once, with the value that it was
   * left with.
   *
   * <p>A listener that throws is logged the first time, and called for the next change all the
   * same. When {@value MemoryListener#MOST_WAITING} changes wait for one that is slow, the oldest
   * are dropped: {@link Listening#lost} counts them. One that changes what it listens to must
   * see to it that this ends. What it does is outside of all deliveries; no drain waits for it.
   */
  Listening onChange(Consumer<Change> listener);

  /**
   * Tells an observer of changes on the thread that made them, when they are applied and before
   * that thread goes on: for what runs agents.
   */
  Subscription observe(MemoryObserver observer);

  /**
   * A view whose changes are seen through it at once and applied to this memory together, by {@link
   * Staged#commit}. The view is thread-safe.
   *
   * @param writer who makes the changes, for {@link Change#writer}
   */
  Staged stage(String writer);

  /** An empty memory with the default options. */
  static WorkingMemory create() {
    return create(UnaryOperator.identity());
  }

  /** An empty memory. */
  static WorkingMemory create(UnaryOperator<MemoryOptions> options) {
    return new SharedMemory(options.apply(MemoryOptions.DEFAULTS));
  }

  /**
   * Snapshots of several memories, in their order, all of one instant: of changes that were applied
   * together either all are in them or none.
   */
  static List<Map<String, Object>> snapshots(WorkingMemory... memories) {
    return Snapshots.of(List.of(memories));
  }

  /**
   * A change of one key.
   *
   * @param key the key's name
   * @param version the version of the new value, from 1
   * @param value the new value; the initial one if the key was removed
   * @param removed whether the key was removed
   * @param writer who wrote it: an agent's name, or {@code application}
   */
  record Change(String key, long version, Object value, boolean removed, String writer) {}

  /**
   * A version that a key has or had.
   *
   * @param value the value; the initial one if the key was removed
   * @param version the version, from 1
   * @param removed whether the key was removed
   * @param writer who wrote it: an agent's name, or {@code application}
   * @param time when it was applied, by the clock of the memory; never before that of an older one
   * @param <T> the type of the value
   */
  record Revision<T>(T value, long version, boolean removed, String writer, Instant time) {}

  /** Ends something when closed; closing twice does nothing. Thread-safe. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** A listener's place among those who are told. Thread-safe. */
  interface Listening extends Subscription {

    /**
     * Ends it: no call begins any more, also not for changes that wait to be told. It does not wait
     * for a call that has begun.
     */
    @Override
    void close();

    /**
     * Waits until every change that was applied before this call has been told, or dropped, or this
     * was closed.
     *
     * @return false if the time is up first
     * @throws IllegalStateException if the listener itself calls it, which would wait for itself
     * @throws InterruptedException if the caller is interrupted
     */
    boolean awaitTold(Duration timeout) throws InterruptedException;

    /** How many changes were dropped because the listener was too slow. */
    long lost();
  }

  /** Changes that wait to be applied together. */
  sealed interface Staged extends WorkingMemory permits StagedMemory {

    /**
     * Applies all changes atomically, in the order in which they were made; functions given to
     * {@code update} are applied anew to what is there now. If one of them throws, nothing is
     * applied.
     *
     * @return the keys that have a new value, with these
     * @throws MemoryConflictException if a {@code compareAndSet} no longer holds; nothing is
     *     applied
     * @throws IllegalStateException if the memory has ended with its run
     */
    List<Change> commit();

    /** Whether there is anything to apply. */
    boolean isEmpty();
  }
}
