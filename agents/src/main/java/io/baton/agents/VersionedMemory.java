package io.baton.agents;

import io.baton.events.Envelope;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a memory and a staged view of one have in common: all that follows from few operations. */
abstract sealed class VersionedMemory implements WorkingMemory permits SharedMemory, StagedMemory {

  /** Throws if it must not be used here and now. */
  abstract void check();

  /** The memory under all views. */
  abstract SharedMemory root();

  /** Lays what waits in this view, and in those under it, over a picture of the memory. */
  abstract void lay(Map<String, Object> picture);

  /** What a key was left with; null if nobody wrote it. */
  abstract @Nullable MemoryEntry entry(String name);

  /**
   * Makes changes together, in their order, and gives what they left, each key once.
   *
   * @throws MemoryConflictException if one of them is not possible; none is made
   */
  abstract List<Change> apply(List<MemoryChange> changes, String writer);

  @Override
  public final <T> T get(MemoryKey<T> key) {
    return read(key).value();
  }

  @Override
  @SuppressWarnings("unchecked") // a key's value is of the key's type
  public final <T> Versioned<T> read(MemoryKey<T> key) {
    check();
    MemoryEntry entry = orInitial(key, entry(key.name()));
    return new Versioned<>((T) entry.value(), entry.version());
  }

  @Override
  public final <T> void put(MemoryKey<T> key, T value) {
    apply(MemoryChange.put(key, value));
  }

  @Override
  @SuppressWarnings("unchecked") // a key's value is of the key's type
  public final <T> T update(MemoryKey<T> key, UnaryOperator<T> function) {
    return (T) apply(MemoryChange.update(key, function)).value();
  }

  @Override
  public final <T> boolean compareAndSet(MemoryKey<T> key, long version, T value) {
    if (read(key).version() != version) {
      return false;
    }
    try {
      apply(MemoryChange.putIf(key, version, value));
      return true;
    } catch (MemoryConflictException _) {
      return false;
    }
  }

  @Override
  public final <V> void merge(MemoryKey<Map<String, V>> key, Map<String, V> more) {
    Map<String, V> frozen = Values.freeze(key.name(), more);
    update(key, map -> Values.merge(map, frozen));
  }

  @Override
  public final void remove(MemoryKey<?> key) {
    apply(MemoryChange.remove(key));
  }

  @Override
  public final Map<String, Object> snapshot() {
    return Snapshots.of(this);
  }

  @Override
  public final Staged stage(String writer) {
    check();
    return new StagedMemory(this, writer, () -> {});
  }

  private Change apply(MemoryChange change) {
    return apply(List.of(change), Envelope.APPLICATION).getFirst();
  }

  /** What a change finds: what changes before it left, or what is in this memory. */
  final MemoryEntry before(MemoryChange change, Map<String, MemoryEntry> changed) {
    MemoryEntry left = changed.get(change.key().name());
    return orInitial(change.key(), left == null ? entry(change.key().name()) : left);
  }

  private static MemoryEntry orInitial(MemoryKey<?> key, @Nullable MemoryEntry entry) {
    if (entry == null) {
      return MemoryEntry.initial(key, 0);
    }
    return entry.removed() ? MemoryEntry.initial(key, entry.version()) : entry;
  }
}
