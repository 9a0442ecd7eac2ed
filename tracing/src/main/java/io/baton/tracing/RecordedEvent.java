package io.baton.tracing;

import io.baton.events.Event;

/**
 * An event as a file of traces has it, whose class is not known here: the name of its type and its
 * content as text. Immutable and thread-safe.
 *
 * @param type the name of the event's type
 * @param json the content, as JSON
 */
public record RecordedEvent(String type, String json) implements Event {

  /** The name of the type, and the content. */
  @Override
  public String toString() {
    return type + " " + json;
  }
}
