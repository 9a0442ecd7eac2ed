package io.baton.agents;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Stub. */
final class SharedMemory implements WorkingMemory {
  @Override
  public <T> T get(MemoryKey<T> key) {
    throw new AssertionError("stub");
  }

  @Override
  public <T> Versioned<T> read(MemoryKey<T> key) {
    throw new AssertionError("stub");
  }

  @Override
  public <T> void put(MemoryKey<T> key, T value) {
    throw new AssertionError("stub");
  }

  @Override
  public <T> T update(MemoryKey<T> key, UnaryOperator<T> function) {
    throw new AssertionError("stub");
  }

  @Override
  public <T> boolean compareAndSet(MemoryKey<T> key, long version, T value) {
    throw new AssertionError("stub");
  }

  @Override
  public <V> void merge(MemoryKey<Map<String, V>> key, Map<String, V> more) {
    throw new AssertionError("stub");
  }

  @Override
  public Map<String, Object> snapshot() {
    throw new AssertionError("stub");
  }

  @Override
  public Subscription onChange(Consumer<Change> listener) {
    throw new AssertionError("stub");
  }

  @Override
  public Staged stage(String writer) {
    throw new AssertionError("stub");
  }
}
