package io.baton.agents;

/** A staged compare-and-set whose key was changed by someone else before it was applied. */
public final class MemoryConflictException extends RuntimeException {

  private static final long serialVersionUID = 1;

  MemoryConflictException(String key, long expected, long actual) {
    super("memory key " + key + " was expected at version " + expected + ", but is at " + actual);
  }
}
