package io.baton.agents;

/**
 * The name of a value in working memory, with its type and the value that it has before anyone
 * wrote it. Two keys are equal if their names are.
 *
 * @param <T> the type of the value
 */
public final class MemoryKey<T> {

  private final String name;
  private final T initial;

  private MemoryKey(String name, T initial) {
    this.name = name;
    this.initial = initial;
  }

  /**
   * A key.
   *
   * @param initial the value before the first write; as every value it must be immutable: lists,
   *     sets and maps are copied, all the way down, so {@code T} must be {@code List}, {@code Set}
   *     or {@code Map} itself, and not a class of them
   * @throws IllegalArgumentException if {@code name} is blank, or the value is an array
   * @throws NullPointerException if the value, or anything in it, is null
   */
  public static <T> MemoryKey<T> of(String name, T initial) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a memory key's name must not be blank");
    }
    return new MemoryKey<>(name, Values.freeze(name, initial));
  }

  /** The name; unique within one memory. */
  public String name() {
    return name;
  }

  /** The value before the first write. */
  public T initial() {
    return initial;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemoryKey<?> key && name.equals(key.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
