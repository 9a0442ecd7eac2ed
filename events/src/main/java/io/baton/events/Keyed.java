package io.baton.events;

/** An event with an ordering key: agents that are ordered by key get events of one key in turn. */
public interface Keyed extends Event {

  /** The ordering key; never null, and always the same for one event. */
  String key();
}
