package io.baton.agents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes that wait: what was asked for, to be done again, and what it has come to so far. */
final class StagedMemory extends VersionedMemory implements WorkingMemory.Staged {

  private final VersionedMemory base;
  private final String writer;

  // Guarded by this.
  private final List<MemoryChange> changes = new ArrayList<>();
  private final Map<String, Versioned<Object>> values = new HashMap<>();

  StagedMemory(VersionedMemory base, String writer) {
    this.base = base;
    this.writer = writer;
  }

  @Override
  @Nullable Versioned<Object> written(String name) {
    Versioned<Object> own;
    synchronized (this) {
      own = values.get(name);
    }
    return own != null ? own : base.written(name);
  }

  @Override
  synchronized Map<String, Versioned<Object>> apply(List<MemoryChange> more, String ignored) {
    var after = new HashMap<String, Versioned<Object>>();
    for (var change : more) {
      after.put(change.key().name(), change.appliedTo(before(change, after)));
    }
    values.putAll(after);
    changes.addAll(more);
    return after;
  }

  @Override
  public Map<String, Object> snapshot() {
    var snapshot = new TreeMap<>(base.snapshot());
    synchronized (this) {
      values.forEach((name, value) -> snapshot.put(name, value.value()));
    }
    return Collections.unmodifiableMap(snapshot);
  }

  @Override
  public Subscription onChange(Consumer<Change> listener) {
    return base.onChange(listener);
  }

  @Override
  public List<Change> commit() {
    List<MemoryChange> waiting;
    synchronized (this) {
      waiting = List.copyOf(changes);
    }
    if (waiting.isEmpty()) {
      return List.of();
    }
    var committed = new ArrayList<Change>();
    base.apply(waiting, writer).forEach((name, value) -> committed.add(changeOf(name, value)));
    forget(waiting.size());
    return committed;
  }

  private Change changeOf(String name, Versioned<Object> value) {
    return new Change(name, value.version(), value.value(), writer);
  }

  private synchronized void forget(int number) {
    changes.subList(0, number).clear();
    if (changes.isEmpty()) {
      values.clear();
    }
  }

  @Override
  public synchronized boolean isEmpty() {
    return changes.isEmpty();
  }
}
