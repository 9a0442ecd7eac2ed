package io.baton.agents;

/**
 * What a memory holds for a key that was written.
 *
 * @param value the value; the initial one of whoever removed it, if it was removed
 * @param version how often the key was written
 */
record MemoryEntry(Object value, long version, boolean removed) {

  /** What a key is worth before anyone wrote it. */
  static MemoryEntry initial(MemoryKey<?> key, long version) {
    return new MemoryEntry(key.initial(), version, true);
  }
}
