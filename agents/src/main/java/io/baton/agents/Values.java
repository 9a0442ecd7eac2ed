package io.baton.agents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes values independent of what the caller still holds. */
final class Values {

  private Values() {}

  /** The value itself, or an unmodifiable copy of a collection, all the way down. */
  @SuppressWarnings("unchecked") // a copy of a List is a List, and so on
  static <T> T freeze(T value) {
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
    from.forEach((key, value) -> to.put(key, freeze(value)));
    return Collections.unmodifiableMap(to);
  }
}
