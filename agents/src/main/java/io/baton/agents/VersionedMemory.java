package io.baton.agents;

import io.baton.events.Envelope;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a memory and a staged view of one have in common: all that follows from two operations. */
abstract sealed class VersionedMemory implements WorkingMemory permits SharedMemory, StagedMemory {

  /** What was last written to a key; null if nothing was. */
  abstract @Nullable Versioned<Object> written(String name);

  /**
   * Makes changes together, in their order, and gives the values that they left, by name.
   *
   * @throws MemoryConflictException if one of them is not possible; none is made
   */
  abstract Map<String, Versioned<Object>> apply(List<MemoryChange> changes, String writer);

  @Override
  public final <T> T get(MemoryKey<T> key) {
    return read(key).value();
  }

  @Override
  @SuppressWarnings("unchecked") // a key's value is of the key's type
  public final <T> Versioned<T> read(MemoryKey<T> key) {
    Versioned<Object> written = written(key.name());
    return written == null ? new Versioned<>(key.initial(), 0) : (Versioned<T>) written;
  }

  @Override
  public final <T> void put(MemoryKey<T> key, T value) {
    apply(List.of(MemoryChange.put(key, Values.freeze(value))), Envelope.APPLICATION);
  }

  @Override
  @SuppressWarnings("unchecked") // a key's value is of the key's type
  public final <T> T update(MemoryKey<T> key, UnaryOperator<T> function) {
    var after = apply(List.of(MemoryChange.update(key, function)), Envelope.APPLICATION);
    return (T) Objects.requireNonNull(after.get(key.name())).value();
  }

  @Override
  public final <T> boolean compareAndSet(MemoryKey<T> key, long version, T value) {
    if (read(key).version() != version) {
      return false;
    }
    try {
      var change = MemoryChange.putIf(key, version, Values.freeze(value));
      apply(List.of(change), Envelope.APPLICATION);
      return true;
    } catch (MemoryConflictException _) {
      return false;
    }
  }

  @Override
  public final <V> void merge(MemoryKey<Map<String, V>> key, Map<String, V> more) {
    Map<String, V> frozen = Values.freeze(more);
    update(key, map -> Values.merge(map, frozen));
  }

  @Override
  public final Staged stage(String writer) {
    return new StagedMemory(this, writer);
  }

  /** The value that a change finds: what changes before it left, or what is in this memory. */
  final Versioned<Object> before(MemoryChange change, Map<String, Versioned<Object>> changed) {
    Versioned<Object> left = changed.get(change.key().name());
    if (left != null) {
      return left;
    }
    Versioned<Object> written = written(change.key().name());
    return written == null ? new Versioned<>(change.key().initial(), 0) : written;
  }
}
