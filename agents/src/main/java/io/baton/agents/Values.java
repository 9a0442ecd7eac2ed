package io.baton.agents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes values independent of what the caller still holds. */
final class Values {

  private static final int MOST_DEPTH = 500;

  private Values() {}

  /**
   * The value itself, or an unmodifiable copy of a collection or record, all the way down. What is
   * such a copy already is not copied again.
   *
   * @param key the name of the key, for messages
   */
  @SuppressWarnings("unchecked") // a copy of a List is a List, and so on
  static <T> T freeze(String key, T value) {
    return (T) freeze(key, value, 0);
  }

  /** For {@link RecordShape} and {@link Frozen}, which come back for what is inside. */
  static Object freeze(String key, @Nullable Object value, int depth) {
    if (depth > MOST_DEPTH) {
      throw new IllegalArgumentException(
          "memory key %s must not hold what is nested more than %d deep".formatted(key, MOST_DEPTH));
    }
    return switch (value) {
      case null ->
          throw new NullPointerException(
              "memory key " + key + " must not hold null, nor anything with null in it");
      case Frozen frozen -> frozen;
      case List<?> list -> Frozen.copy(list, key, depth + 1);
      case Set<?> set -> Frozen.copy(set, key, depth + 1);
      case Map<?, ?> map -> Frozen.copy(map, key, depth + 1);
      case Record record -> RecordShape.of(record).copy(record, key, depth + 1);
      default -> {
        if (value.getClass().isArray()) {
          throw new IllegalArgumentException(
              "memory key %s must hold what is immutable, but not an array of type %s"
                  .formatted(key, value.getClass().getSimpleName()));
        }
        yield value;
      }
    };
  }

  /** A map with what is in {@code more} over what is in {@code map}, all the way down. */
  @SuppressWarnings("unchecked") // where both hold a map, so may the result
  static <K, V> Map<K, V> merge(Map<K, V> map, Map<K, V> more) {
    var all = new LinkedHashMap<>(map);
    more.forEach((key, value) ->
        all.merge(
            key,
            value,
            (old, fresh) ->
                old instanceof Map<?, ?> inner && fresh instanceof Map<?, ?> over
                    ? (V) merge((Map<Object, Object>) inner, (Map<Object, Object>) over)
                    : fresh));
    return all;
  }
}
