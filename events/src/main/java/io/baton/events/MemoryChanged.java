package io.baton.events;

/**
 * A key of the dispatcher's working memory that has a new value, or was removed. It is routed only
 * where a route takes it: as a follow-up of the delivery that made the change, or as a root if the
 * application made it.
 *
 * @param key the name of the key
 * @param version the version of the new value, from 1
 * @param agent who wrote it: an agent's name, or {@link Envelope#APPLICATION}
 */
public record MemoryChanged(String key, long version, String agent) implements SystemEvent {

  /** Checks. */
  public MemoryChanged {
    if (version < 1) {
      throw new IllegalArgumentException("version must be at least 1, but is " + version);
    }
  }
}
