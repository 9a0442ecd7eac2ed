package io.baton.events;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A small immutable map of names to texts that travels with an event to all that it causes; {@code
 * traceparent} is one. Thread-safe. Names are ordered, so that equal headers have equal text.
 */
public final class Headers {

  private static final Headers NONE = new Headers(Map.of());

  private final Map<String, String> values;

  private Headers(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** No headers at all. */
  public static Headers none() {
    return NONE;
  }

  /**
   * The headers of a map, which is copied.
   *
   * @throws IllegalArgumentException if a name is blank
   */
  public static Headers of(Map<String, String> values) {
    if (values.keySet().stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a header's name must not be blank");
    }
    return values.isEmpty() ? NONE : new Headers(new TreeMap<>(Map.copyOf(values)));
  }

  /**
   * These headers with one more, or with another value for a name that was there.
   *
   * @throws IllegalArgumentException if {@code name} is blank
   */
  public Headers with(String name, String value) {
    var copy = new TreeMap<>(values);
    copy.put(name, value);
    return of(copy);
  }

  /** The value of a name, if there is one. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** All of them, as an immutable map. */
  public Map<String, String> asMap() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headers headers && values.equals(headers.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
