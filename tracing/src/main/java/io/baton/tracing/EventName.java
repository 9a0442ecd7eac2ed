package io.baton.tracing;

import io.baton.events.Event;

/** How a type of event is called where people read it. */
final class EventName {

  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return nameOf(type);
        }
      };

  private EventName() {}

  /** The simple name of the class; of an event from a file, the last part of the name there. */
  static String of(Event event) {
    return event instanceof RecordedEvent(var type, _)
        ? type.substring(type.lastIndexOf('.') + 1)
        : NAMES.get(event.getClass());
  }

  private static String nameOf(Class<?> type) {
    String name = type.getSimpleName();
    return name.isEmpty() ? type.getName() : name;
  }
}
