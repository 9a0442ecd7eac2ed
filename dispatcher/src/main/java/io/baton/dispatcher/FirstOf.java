package io.baton.dispatcher;

import io.baton.events.Event;

/** The first event of a type. */
final class FirstOf<T extends Event> extends Question<T> {

  private final Class<T> wanted;

  FirstOf(Class<T> type) {
    super(type);
    wanted = type;
  }

  @Override
  void take(Event event) {
    answer().complete(wanted.cast(event));
  }

  @Override
  void runEnded(RunState run) {
    if (!answer().isDone()) {
      fail(run);
    }
  }
}
