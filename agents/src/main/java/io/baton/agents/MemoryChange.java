package io.baton.agents;

import java.util.function.UnaryOperator;

/**
 * A change that is to be made to one key: a function of the value that is there. One with an
 * expected version is made only if the key is at that version. What it gives is frozen.
 */
record MemoryChange(MemoryKey<?> key, long expectedVersion, UnaryOperator<Object> function) {

  static final long ANY_VERSION = -1;

  static MemoryChange put(MemoryKey<?> key, Object value) {
    return new MemoryChange(key, ANY_VERSION, _ -> value);
  }

  static MemoryChange putIf(MemoryKey<?> key, long version, Object value) {
    return new MemoryChange(key, version, _ -> value);
  }

  @SuppressWarnings("unchecked") // a key's value is of the key's type
  static <T> MemoryChange update(MemoryKey<T> key, UnaryOperator<T> function) {
    return new MemoryChange(key, ANY_VERSION, value -> Values.freeze(function.apply((T) value)));
  }

  /**
   * The value after this change, with its version.
   *
   * @throws MemoryConflictException if the key is not at the expected version
   */
  Versioned<Object> appliedTo(Versioned<Object> before) {
    if (!isPossibleAt(before.version())) {
      throw new MemoryConflictException(key.name(), expectedVersion, before.version());
    }
    return new Versioned<>(function.apply(before.value()), before.version() + 1);
  }

  private boolean isPossibleAt(long version) {
    return expectedVersion == ANY_VERSION || expectedVersion == version;
  }
}
