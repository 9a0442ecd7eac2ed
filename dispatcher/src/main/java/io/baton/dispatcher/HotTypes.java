package io.baton.dispatcher;

import io.baton.events.CorrelationId;
import io.baton.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * The classes of which many events come that are handed on here, to compare an event's class with,
 * one after the other. Confined to the dispatcher's thread.
 */
abstract class HotTypes {

  static final HotTypes NONE =
      new HotTypes() {
        @Override
        boolean call(InlineCalls calls, Event event) {
          return false;
        }

        @Override
        boolean callRoot(InlineCalls calls, Object event, @Nullable CorrelationId correlation) {
          return false;
        }
      };

  /**
   * Hands on an event that is nothing special, if its class is one of these.
   *
   * @return whether it is
   */
  abstract boolean call(InlineCalls calls, Event event);

  /** As {@link #call}, for {@link InlineCall#callRoot}. */
  abstract boolean callRoot(InlineCalls calls, Object event, @Nullable CorrelationId correlation);
}
