package io.baton.events.json;

import io.baton.events.Event;

/** One type of event under its name on the wire. */
record Registration(String name, int version, Class<? extends Event> type) {

  Registration {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of " + type + " must not be blank");
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "the version of \"%s\" must be at least 1, but is %d".formatted(name, version));
    }
    if (!type.isRecord()) {
      throw new IllegalArgumentException(
          "an event must be a record to be registered, but %s is not".formatted(type.getName()));
    }
    if (type.getTypeParameters().length > 0) {
      throw new IllegalArgumentException(
          "an event must not have type parameters to be registered, but %s has"
              .formatted(type.getName()));
    }
  }

  /** The name of the class without its package, and after that of the class it is nested in. */
  static String defaultName(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null ? type.getSimpleName() : defaultName(outer) + "." + type.getSimpleName();
  }
}
