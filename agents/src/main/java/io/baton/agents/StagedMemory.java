package io.baton.agents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes that wait: what was asked for, to be done again, and what it has come to so far. */
final class StagedMemory extends VersionedMemory implements WorkingMemory.Staged {

  private final VersionedMemory base;
  private final String writer;
  private final Runnable guard;

  /** Held while changes are applied to the base, so that nobody applies them twice. */
  private final ReentrantLock committing = new ReentrantLock();

  // Guarded by this.
  private final List<MemoryChange> changes = new ArrayList<>();
  private final Map<String, MemoryEntry> values = new HashMap<>();
  private boolean isApplying;
  private boolean isClosed;

  /**
   * An empty view.
   *
   * @param guard called before each use; throws if the view must not be used here and now
   */
  StagedMemory(VersionedMemory base, String writer, Runnable guard) {
    this.base = base;
    this.writer = writer;
    this.guard = guard;
  }

  /** What a use after the end gets. */
  static IllegalStateException settled(String writer) {
    return new IllegalStateException(
        "the delivery to " + writer + " has settled; its memory must not be used any more");
  }

  @Override
  void check() {
    base.check();
    guard.run();
    refuseIfBusy();
  }

  /** A function that uses this view would be applied anew where the view has other values. */
  private synchronized void refuseIfBusy() {
    if (isClosed) {
      throw settled(writer);
    }
    if (isApplying) {
      throw new IllegalStateException(
          "a function given to update must not use the memory that it changes, since it is applied"
              + " anew later; read what it needs before");
    }
  }

  @Override
  SharedMemory root() {
    return base.root();
  }

  @Override
  void lay(Map<String, Object> picture) {
    base.lay(picture);
    synchronized (this) {
      values.forEach((name, entry) -> {
        if (entry.removed()) {
          picture.remove(name);
        } else {
          picture.put(name, entry.value());
        }
      });
    }
  }

  @Override
  @Nullable MemoryEntry entry(String name) {
    MemoryEntry own;
    synchronized (this) {
      own = values.get(name);
    }
    return own != null ? own : base.entry(name);
  }

  @Override
  List<Change> apply(List<MemoryChange> more, String by) {
    check();
    synchronized (this) {
      refuseIfBusy();
      isApplying = true;
      try {
        return keep(more, by);
      } finally {
        isApplying = false;
      }
    }
  }

  /** Under the monitor. */
  private List<Change> keep(List<MemoryChange> more, String by) {
    var after = new LinkedHashMap<String, MemoryEntry>();
    for (var change : more) {
      after.put(change.key().name(), change.appliedTo(before(change, after)));
    }
    values.putAll(after);
    changes.addAll(more);
    return MemoryEntry.changes(after, by);
  }

  @Override
  public <T> List<Revision<T>> history(MemoryKey<T> key) {
    check();
    return base.history(key);
  }

  @Override
  public Listening onChange(Consumer<Change> listener) {
    check();
    return base.onChange(listener);
  }

  @Override
  public Subscription observe(MemoryObserver observer) {
    check();
    return base.observe(observer);
  }

  @Override
  public List<Change> commit() {
    check();
    committing.lock();
    try {
      List<MemoryChange> waiting = waiting();
      if (waiting.isEmpty()) {
        return List.of();
      }
      List<Change> committed = base.apply(waiting, writer);
      forget(waiting.size());
      return committed;
    } finally {
      committing.unlock();
    }
  }

  private synchronized List<MemoryChange> waiting() {
    return List.copyOf(changes);
  }

  private synchronized void forget(int number) {
    changes.subList(0, number).clear();
    if (changes.isEmpty()) {
      values.clear();
    }
  }

  /** Lets nobody use it any more, and gives the changes that wait. */
  List<MemoryChange> close() {
    committing.lock();
    try {
      return take();
    } finally {
      committing.unlock();
    }
  }

  private synchronized List<MemoryChange> take() {
    isClosed = true;
    List<MemoryChange> waiting = List.copyOf(changes);
    changes.clear();
    values.clear();
    return waiting;
  }

  @Override
  public synchronized boolean isEmpty() {
    return changes.isEmpty();
  }
}
