package io.baton.dispatcher;

import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * A place of the ring. Written by whoever claimed it, read and cleared by the dispatcher's thread;
 * the ring's publication orders the two. One without an event is void: it was claimed too late.
 */
final class Slot {

  @Nullable Event event;

  /** Null, the correlation that the caller gave, or the run. */
  @Nullable Object origin;

  /** When it was published, in nanoseconds; 0 when nobody traces. */
  long publishedAt;

  void fill(Event event, @Nullable Object origin, long publishedAt) {
    this.event = event;
    this.origin = origin;
    this.publishedAt = publishedAt;
  }

  void clear() {
    event = null;
    origin = null;
  }
}
