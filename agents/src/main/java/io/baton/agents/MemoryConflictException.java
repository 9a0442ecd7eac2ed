package io.baton.agents;

/**
 * A staged {@code compareAndSet} whose key was changed by someone else before it was applied.
 * Nothing of what was staged with it has been applied. A new attempt reads what is there now and
 * may well succeed, so it is worth a retry.
 */
public final class MemoryConflictException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The name of the key. */
  private final String key;

  private final long expectedVersion;
  private final long actualVersion;

  MemoryConflictException(String key, long expected, long actual) {
    super("memory key " + key + " was expected at version " + expected + ", but is at " + actual);
    this.key = key;
    expectedVersion = expected;
    actualVersion = actual;
  }

  /** The name of the key. */
  public String key() {
    return key;
  }

  /** The version that {@code compareAndSet} was given. */
  public long expectedVersion() {
    return expectedVersion;
  }

  /** The version that the key was at. */
  public long actualVersion() {
    return actualVersion;
  }
}
