package io.baton.dispatcher;

import io.baton.events.Event;
import java.util.Set;

/** A named way from types of event to one agent. Thread-safe. */
public interface Route {

  /** Its name, unique within its router. */
  String name();

  /** The types of event that it takes, each with all its subtypes. */
  Set<Class<? extends Event>> types();

  /**
   * Takes the route away: events published after this call do not go there; what waits for its
   * agent is still handled. Its name is free again. Removing it twice does nothing.
   */
  void remove();
}
