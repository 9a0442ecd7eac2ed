package io.baton.dispatcher;

import io.baton.events.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what agents answer, so that a mistake is the agent's own failure. */
final class Answers {

  private static final Event[] NONE = {};

  private Answers() {}

  /** The events of an answer, as they are now. */
  static Event[] checked(@Nullable List<? extends Event> answer) {
    if (answer == null) {
      throw nullAnswer();
    }
    if (answer.isEmpty()) {
      return NONE;
    }
    Event[] events = answer.toArray(NONE);
    for (int i = 0; i < events.length; i++) {
      if (events[i] == null) {
        throw nullAt(i, events.length);
      }
    }
    return events;
  }

  static Event checked(@Nullable Event event, String what) {
    if (event == null) {
      throw new NullPointerException(what + " must not be null");
    }
    return event;
  }

  static NullPointerException nullAnswer() {
    return new NullPointerException("the agent answered null; answer List.of() for nothing");
  }

  static NullPointerException nullAt(int index, int size) {
    return new NullPointerException(
        "the agent's answer of " + size + " events holds null at index " + index);
  }
}
