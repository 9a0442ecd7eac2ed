package io.baton.agents;

import io.baton.agents.WorkingMemory.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told of changes by the thread that made them, as soon as they are applied. It is called by
 * many threads at once, and without a lock: of changes that two threads make, the later may be told
 * first. It must be quick; what it throws is logged.
 */
public interface MemoryObserver {

  /** Whether it wants to be told at all, at the moment. */
  default boolean isInterested() {
    return true;
  }

  /**
   * Changes were applied together.
   *
   * @param cause what was given to {@link MemoryUnit#commit}; null for changes made directly
   */
  void changed(List<Change> changes, @Nullable Object cause);
}
