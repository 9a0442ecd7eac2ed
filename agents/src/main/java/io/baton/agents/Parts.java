package io.baton.agents;

import io.baton.events.Event;
import java.util.List;
import java.util.Optional;

/** What a join has collected. Immutable and thread-safe. */
public final class Parts {

  Parts() {}

  /** The first part of a type, if one has come. */
  public <T extends Event> Optional<T> find(Class<T> type) {
    throw new AssertionError("stub");
  }

  /**
   * The first part of a type.
   *
   * @throws java.util.NoSuchElementException if none has come
   */
  public <T extends Event> T get(Class<T> type) {
    throw new AssertionError("stub");
  }

  /** All parts of a type, in the order of arrival. */
  public <T extends Event> List<T> all(Class<T> type) {
    throw new AssertionError("stub");
  }

  /** All parts, in the order of the slots, then of arrival. */
  public List<Event> events() {
    throw new AssertionError("stub");
  }

  /** What has not come: one for each part that is needed. */
  public List<Missing> missing() {
    throw new AssertionError("stub");
  }

  /** Why the join closed, or that it is open. */
  public Closed closed() {
    throw new AssertionError("stub");
  }
}
