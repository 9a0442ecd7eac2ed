package io.baton.agents;

import java.util.function.UnaryOperator;

/**
 * A change that is to be made to one key: a function of the value that is there. One with an
 * expected version is made only if the key is at that version. What it gives is frozen.
 */
record MemoryChange(
    MemoryKey<?> key, long expectedVersion, boolean removes, UnaryOperator<Object> function) {

  static final long ANY_VERSION = -1;

  static <T> MemoryChange put(MemoryKey<T> key, T value) {
    return putIf(key, ANY_VERSION, value);
  }

  static <T> MemoryChange putIf(MemoryKey<T> key, long version, T value) {
    Object frozen = Values.freeze(key.name(), value);
    return new MemoryChange(key, version, false, _ -> frozen);
  }

  @SuppressWarnings("unchecked") // a key's value is of the key's type
  static <T> MemoryChange update(MemoryKey<T> key, UnaryOperator<T> function) {
    return new MemoryChange(
        key,
        ANY_VERSION,
        false,
        value -> Values.freeze(key.name(), function.apply((T) value)));
  }

  static MemoryChange remove(MemoryKey<?> key) {
    return new MemoryChange(key, ANY_VERSION, true, _ -> key.initial());
  }

  /**
   * What the key holds after this change.
   *
   * @throws MemoryConflictException if the key is not at the expected version
   */
  MemoryEntry appliedTo(MemoryEntry before) {
    if (expectedVersion != ANY_VERSION && expectedVersion != before.version()) {
      throw new MemoryConflictException(key.name(), expectedVersion, before.version());
    }
    return new MemoryEntry(function.apply(before.value()), before.version() + 1, removes);
  }
}
