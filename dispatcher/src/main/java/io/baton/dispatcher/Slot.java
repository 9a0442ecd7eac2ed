package io.baton.dispatcher;

import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * A place of the ring. Written by whoever claimed it, read and cleared by the dispatcher's thread;
 * the ring's publication orders the two. It is as small as can be, since it goes from one core's
 * cache to another's. One without an event is void: it was claimed too late.
 */
final class Slot {

  @Nullable Event event;

  /** Null, the correlation that the caller gave, the run, or what is delivered once more. */
  @Nullable Object origin;

  void fill(Event event, @Nullable Object origin) {
    this.event = event;
    if (origin != null) {
      this.origin = origin;
    }
  }

  void clear() {
    event = null;
    if (origin != null) {
      origin = null;
    }
  }
}
