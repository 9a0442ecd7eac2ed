package io.baton.agents;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The memory itself. Writers write under a lock what {@link MemoryCommit} has computed without one.
 * Readers take no lock unless a writer is just at work. No function, no listener and no observer is
 * called under the lock.
 */
final class SharedMemory extends VersionedMemory {

  private static final AtomicLong made = new AtomicLong();

  /** Its place in the order in which locks are taken. */
  private final long number = made.getAndIncrement();

  private final MemoryOptions options;
  private final StampedLock lock = new StampedLock();
  private final List<MemoryListener> listeners = new CopyOnWriteArrayList<>();
  private final List<MemoryObserver> observers = new CopyOnWriteArrayList<>();

  /** Written under the lock; a reader outside of it checks the lock's stamp. */
  private final Map<String, MemoryEntry> values = new ConcurrentHashMap<>();

  /** Guarded by the lock. */
  private final MemoryHistory history;

  SharedMemory(MemoryOptions options) {
    this.options = options;
    history = new MemoryHistory(options.history());
  }

  /** Puts memories into the order in which their locks are taken. */
  static List<SharedMemory> inOrder(List<SharedMemory> memories) {
    var sorted = new ArrayList<>(memories);
    sorted.sort((one, other) -> one.compareTo(other));
    return sorted;
  }

  int compareTo(SharedMemory other) {
    return Long.compare(number, other.number);
  }

  @Override
  void check() {}

  @Override
  SharedMemory root() {
    return this;
  }

  @Override
  void lay(Map<String, Object> picture) {}

  @Override
  @Nullable MemoryEntry entry(String name) {
    long stamp = lock.tryOptimisticRead();
    MemoryEntry entry = values.get(name);
    if (lock.validate(stamp)) {
      return entry;
    }
    stamp = lock.readLock();
    try {
      return values.get(name);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  @Override
  List<Change> apply(List<MemoryChange> changes, String writer) {
    return MemoryCommit.apply(List.of(new MemoryCommit.Part(this, changes, writer)), null);
  }

  /** The time for the history, if one is kept; asked for outside of the lock. */
  @Nullable Instant now() {
    return history.isKept() ? options.time().now() : null;
  }

  long lock() {
    return lock.writeLock();
  }

  void unlock(long stamp) {
    lock.unlockWrite(stamp);
  }

  long lockForReading() {
    return lock.readLock();
  }

  void unlockFromReading(long stamp) {
    lock.unlockRead(stamp);
  }

  /**
   * Whether keys are still at the versions that a change started from. Under the lock.
   *
   * @throws IllegalStateException if this memory can only be read any more
   */
  boolean isAt(Map<String, MemoryEntry> before) {
    options.refuseWhenEnded();
    for (var seen : before.entrySet()) {
      MemoryEntry now = values.get(seen.getKey());
      if ((now == null ? 0 : now.version()) != seen.getValue().version()) {
        return false;
      }
    }
    return true;
  }

  /** Writes, and gives to the listeners what they are to be told. Under the lock. */
  void write(List<Change> changes, @Nullable Instant now) {
    for (var change : changes) {
      values.put(
          change.key(), new MemoryEntry(change.value(), change.version(), change.removed()));
      if (now != null) {
        history.add(change, now);
      }
      for (var listener : listeners) {
        listener.add(change);
      }
    }
  }

  /** What is there and not removed, by name. Under the lock. */
  Map<String, Object> copy() {
    var copy = new HashMap<String, Object>();
    values.forEach((name, entry) -> {
      if (!entry.removed()) {
        copy.put(name, entry.value());
      }
    });
    return copy;
  }

  @Override
  @SuppressWarnings("unchecked") // a key's value is of the key's type
  public <T> List<Revision<T>> history(MemoryKey<T> key) {
    long stamp = lock.readLock();
    try {
      return (List<Revision<T>>) (List<?>) history.of(key.name());
    } finally {
      lock.unlockRead(stamp);
    }
  }

  @Override
  public Listening onChange(Consumer<Change> listener) {
    var listening = new MemoryListener(listener, listeners::remove);
    listeners.add(listening);
    return listening;
  }

  @Override
  public Subscription observe(MemoryObserver observer) {
    observers.add(observer);
    return () -> observers.remove(observer);
  }

  /** Tells of what was written; without the lock. */
  void tell(List<Change> changes, @Nullable Object cause) {
    for (var listener : listeners) {
      listener.wake();
    }
    for (var observer : observers) {
      if (observer.isInterested()) {
        tell(observer, changes, cause);
      }
    }
  }

  private static void tell(
      MemoryObserver observer, List<Change> changes, @Nullable Object cause) {
    try {
      observer.changed(changes, cause);
    } catch (RuntimeException e) {
      MemoryLog.observerFailed(changes.size(), e);
    }
  }
}
