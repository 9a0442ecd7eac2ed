package io.baton.dispatcher;

import io.baton.events.Envelope;
import org.jspecify.annotations.Nullable;

/** Where one reader of a run's events stands. Confined to the thread that reads. */
final class KeptReader {

  private final KeptEvents events;
  private long next;

  KeptReader(KeptEvents events) {
    this.events = events;
  }

  /** Whether there is an event to be read. */
  boolean hasNews() {
    return next < events.count();
  }

  /** Whether there is none, and none will come. */
  boolean isAtEnd() {
    // In this order: what was counted before the end must be read.
    return events.isEnded() && !hasNews();
  }

  /** The next event that is still kept; null if there is none yet. */
  @Nullable Envelope poll() {
    while (hasNews()) {
      next = Math.max(next, events.lost());
      Envelope envelope = events.get(next);
      if (envelope != null) {
        next++;
        return envelope;
      }
      // It was overtaken just now, and more are lost when we look again.
    }
    return null;
  }
}
