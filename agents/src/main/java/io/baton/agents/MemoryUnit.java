package io.baton.agents;

import io.baton.agents.WorkingMemory.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one delivery changes, in one memory or more: applied as one, or not at all. For what runs
 * agents. Thread-safe.
 *
 * <p>Changes of several memories become visible together: whoever has seen one of them, in whatever
 * memory, sees all the others from then on. Who reads one memory before and another one after that
 * moment has two moments in hand; {@link WorkingMemory#snapshots} gives one.
 */
public final class MemoryUnit {

  private final String writer;
  private final Runnable guard;

  // Guarded by this.
  private final List<StagedMemory> views = new ArrayList<>(2);
  private boolean isEnded;

  /**
   * A unit without changes.
   *
   * @param writer the agent that makes the changes
   * @param guard called before each use of a view; throws if it must not be used here and now
   */
  public MemoryUnit(String writer, Runnable guard) {
    this.writer = writer;
    this.guard = guard;
  }

  /**
   * The view of a memory through which this unit changes it; always the same one. A use of it after
   * the end of the unit throws {@link IllegalStateException}; a change that another thread makes at
   * that moment is either part of the unit or refused.
   *
   * @throws IllegalArgumentException if the memory is a view itself
   * @throws IllegalStateException if the unit has ended
   */
  public synchronized WorkingMemory view(WorkingMemory memory) {
    if (!(memory instanceof SharedMemory shared)) {
      throw new IllegalArgumentException("a view of a memory cannot be changed by deliveries");
    }
    if (isEnded) {
      throw StagedMemory.settled(writer);
    }
    for (var view : views) {
      if (view.root() == shared) {
        return view;
      }
    }
    var view = new StagedMemory(shared, writer, guard);
    views.add(view);
    return view;
  }

  /**
   * Ends the unit and applies its changes.
   *
   * @param cause what made them, for {@link MemoryObserver#changed}
   * @return the keys that have a new value, with these
   * @throws MemoryConflictException if a {@code compareAndSet} no longer holds; nothing is applied
   * @throws IllegalStateException if one of the memories has ended with its run; nothing is applied
   */
  public List<Change> commit(@Nullable Object cause) {
    List<MemoryCommit.Part> parts = takeParts();
    return parts.isEmpty() ? List.of() : MemoryCommit.apply(parts, cause);
  }

  /** Ends the unit and drops its changes; nothing happens if it has ended. */
  public void drop() {
    takeParts();
  }

  private synchronized List<MemoryCommit.Part> takeParts() {
    var parts = new ArrayList<MemoryCommit.Part>(views.size());
    isEnded = true;
    for (var view : views) {
      List<MemoryChange> changes = view.close();
      if (!changes.isEmpty()) {
        parts.add(new MemoryCommit.Part(view.root(), changes, writer));
      }
    }
    return parts;
  }
}
