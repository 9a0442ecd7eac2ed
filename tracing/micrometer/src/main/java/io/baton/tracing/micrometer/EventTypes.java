package io.baton.tracing.micrometer;

import io.baton.events.EventId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The types of the events that were dispatched last, which trace events about agents do not tell.
 * It has two generations: when the young one is full, it becomes the old one, and what was in the
 * old one is forgotten. Thread-safe.
 */
final class EventTypes {

  static final String UNKNOWN = "unknown";

  private final int generation;
  private volatile Generations generations;

  /**
   * Remembers at least the last events.
   *
   * @param atLeast how many of them; at most twice as many are remembered
   */
  EventTypes(int atLeast) {
    generation = atLeast;
    generations = new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  void put(EventId id, String type) {
    Generations now = generations;
    if (now.young.mappingCount() >= generation) {
      now = renew(now);
    }
    now.young.put(id, type);
  }

  private synchronized Generations renew(Generations full) {
    if (generations == full) {
      generations = new Generations(new ConcurrentHashMap<>(), full.young);
    }
    return generations;
  }

  /** The type of an event, or {@link #UNKNOWN} if that is forgotten. */
  String of(EventId id) {
    Generations now = generations;
    String type = now.young.get(id);
    return type == null ? now.old.getOrDefault(id, UNKNOWN) : type;
  }

  private record Generations(
      ConcurrentHashMap<EventId, String> young, ConcurrentMap<EventId, String> old) {}
}
