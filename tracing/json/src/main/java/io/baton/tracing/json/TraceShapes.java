package io.baton.tracing.json;

import io.baton.tracing.TraceEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The shapes of all trace events, by their names. Immutable and thread-safe. */
final class TraceShapes {

  private static final Map<String, TraceShape> BY_NAME = new LinkedHashMap<>();
  private static final Map<Class<?>, TraceShape> BY_TYPE = new LinkedHashMap<>();

  static {
    addAll(TraceEvent.class);
  }

  private TraceShapes() {}

  private static void addAll(Class<?> type) {
    if (type.isRecord()) {
      TraceShape shape = TraceShape.of(type.asSubclass(Record.class));
      BY_NAME.put(type.getSimpleName(), shape);
      BY_TYPE.put(type, shape);
    } else {
      for (Class<?> each : type.getPermittedSubclasses()) {
        addAll(each);
      }
    }
  }

  static TraceShape of(TraceEvent event) {
    return known(event.getClass().getSimpleName());
  }

  /**
   * The shape of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static TraceShape known(String name) {
    TraceShape shape = BY_NAME.get(name);
    if (shape == null) {
      throw new IllegalArgumentException(
          "trace must be one of " + BY_NAME.keySet() + ", but is \"" + name + "\"");
    }
    return shape;
  }

  static Set<Class<?>> types() {
    return BY_TYPE.keySet();
  }
}
