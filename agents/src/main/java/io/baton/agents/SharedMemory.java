package io.baton.agents;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The memory itself. Writers compute without a lock, and then write under one if what they started
 * from is still there; otherwise they compute again. Readers take no lock unless a writer is just
 * at work. No function and no listener is called under the lock.
 */
final class SharedMemory extends VersionedMemory {

  private final StampedLock lock = new StampedLock();
  private final List<Listening> listeners = new CopyOnWriteArrayList<>();

  /** Written under the lock; a reader outside of it checks the lock's stamp. */
  private final Map<String, Versioned<Object>> values = new ConcurrentHashMap<>();

  @Override
  @Nullable Versioned<Object> written(String name) {
    long stamp = lock.tryOptimisticRead();
    Versioned<Object> value = values.get(name);
    if (lock.validate(stamp)) {
      return value;
    }
    stamp = lock.readLock();
    try {
      return values.get(name);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  @Override
  Map<String, Versioned<Object>> apply(List<MemoryChange> changes, String writer) {
    var before = new HashMap<String, Versioned<Object>>();
    var after = new LinkedHashMap<String, Versioned<Object>>();
    do {
      before.clear();
      after.clear();
      for (var change : changes) {
        Versioned<Object> found = before(change, after);
        before.putIfAbsent(change.key().name(), found);
        after.put(change.key().name(), change.appliedTo(found));
      }
    } while (!replace(before, after));
    tell(after, writer);
    return after;
  }

  @Override
  public Map<String, Object> snapshot() {
    var snapshot = new TreeMap<String, Object>();
    long stamp = lock.readLock();
    try {
      values.forEach((name, value) -> snapshot.put(name, value.value()));
    } finally {
      lock.unlockRead(stamp);
    }
    return Collections.unmodifiableMap(snapshot);
  }

  @Override
  public Subscription onChange(Consumer<Change> listener) {
    var listening = new Listening(listener);
    listeners.add(listening);
    return listening;
  }

  private boolean replace(
      Map<String, Versioned<Object>> before, Map<String, Versioned<Object>> after) {
    long stamp = lock.writeLock();
    try {
      for (var seen : before.entrySet()) {
        Versioned<Object> now = values.get(seen.getKey());
        if ((now == null ? 0 : now.version()) != seen.getValue().version()) {
          return false;
        }
      }
      values.putAll(after);
      return true;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private void tell(Map<String, Versioned<Object>> after, String writer) {
    if (!listeners.isEmpty()) {
      after.forEach(
          (name, value) -> tell(new Change(name, value.version(), value.value(), writer)));
    }
  }

  private void tell(Change change) {
    for (var listening : listeners) {
      try {
        listening.listener.accept(change);
      } catch (RuntimeException e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }

  private final class Listening implements Subscription {

    private final Consumer<Change> listener;

    Listening(Consumer<Change> listener) {
      this.listener = listener;
    }

    @Override
    public void close() {
      listeners.remove(this);
    }
  }
}
