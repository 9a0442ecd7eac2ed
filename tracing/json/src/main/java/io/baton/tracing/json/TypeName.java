package io.baton.tracing.json;

import io.baton.events.Event;
import io.baton.events.SystemEvent;
import io.baton.tracing.RecordedEvent;

/** The name of an event's type in a file: the one under which a codec registers it by default. */
final class TypeName {

  private static final String SYSTEM = "baton.";

  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return SystemEvent.class.isAssignableFrom(type)
              ? SYSTEM + type.getSimpleName()
              : nested(type);
        }
      };

  private TypeName() {}

  static String of(Event event) {
    return event instanceof RecordedEvent recorded ? recorded.type() : NAMES.get(event.getClass());
  }

  private static String nested(Class<?> type) {
    String name = type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    Class<?> outer = type.getDeclaringClass();
    return outer == null ? name : nested(outer) + "." + name;
  }
}
