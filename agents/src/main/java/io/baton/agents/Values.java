package io.baton.agents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes values independent of what the caller still holds. */
final class Values {

  private Values() {}

  /** The value itself, or an unmodifiable copy of a collection, all the way down. */
  @SuppressWarnings("unchecked") // a copy of a List is a List, and so on
  static <T> T freeze(T value) {
    Objects.requireNonNull(value, "a value in memory, and what is in it, must not be null");
    Object frozen =
        switch (value) {
          case List<?> list -> copyInto(list, new ArrayList<>(list.size()));
          case Set<?> set -> copyInto(set, new LinkedHashSet<>());
          case Map<?, ?> map -> copy(map);
          default -> {
            if (value.getClass().isArray()) {
              throw new IllegalArgumentException(
                  "a value in memory must be immutable, but is an array of type "
                      + value.getClass().getSimpleName());
            }
            yield value;
          }
        };
    return (T) frozen;
  }

  /** A frozen map with what is in {@code more} over what is in {@code map}, all the way down. */
  static <V> Map<String, V> merge(Map<String, V> map, Map<String, V> more) {
    return freeze(merged(map, more));
  }

  @SuppressWarnings("unchecked") // where both hold a map, so may the result
  private static <K, V> Map<K, V> merged(Map<K, V> map, Map<K, V> more) {
    var all = new LinkedHashMap<>(map);
    more.forEach((key, value) ->
        all.merge(
            key,
            value,
            (old, fresh) ->
                old instanceof Map<?, ?> inner && fresh instanceof Map<?, ?> over
                    ? (V) merged((Map<Object, Object>) inner, (Map<Object, Object>) over)
                    : fresh));
    return all;
  }

  private static List<Object> copyInto(List<?> from, List<Object> to) {
    from.forEach(element -> to.add(freeze(element)));
    return Collections.unmodifiableList(to);
  }

  private static Set<Object> copyInto(Set<?> from, Set<Object> to) {
    from.forEach(element -> to.add(freeze(element)));
    return Collections.unmodifiableSet(to);
  }

  private static Map<Object, Object> copy(Map<?, ?> from) {
    var to = new LinkedHashMap<Object, Object>();
    from.forEach((key, value) -> to.put(freeze(key), freeze(value)));
    return Collections.unmodifiableMap(to);
  }
}
