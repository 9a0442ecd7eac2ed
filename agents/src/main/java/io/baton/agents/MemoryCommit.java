package io.baton.agents;

import io.baton.agents.WorkingMemory.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies changes of one memory or more as one. They are computed without a lock, and then written
 * under the locks of all the memories, if what they started from is still there; otherwise they are
 * computed again. Everything is written before the first lock is let go, so whoever sees a part of
 * it sees the rest. Locks are taken in the order in which the memories were made, so that nobody
 * waits for each other.
 */
final class MemoryCommit {

  private final List<Part> parts;
  private final long[] stamps;

  private MemoryCommit(List<Part> parts) {
    this.parts = parts;
    stamps = new long[parts.size()];
  }

  /**
   * Applies changes and tells of them; gives the new values.
   *
   * @param parts changes of different memories
   * @throws MemoryConflictException if one of them is not possible; none is made
   */
  static List<Change> apply(List<Part> parts, @Nullable Object cause) {
    var commit = new MemoryCommit(inOrder(parts));
    do {
      parts.forEach(Part::compute);
    } while (!commit.write());
    var all = new ArrayList<Change>();
    for (var part : parts) {
      part.memory.tell(part.written, cause);
      all.addAll(part.written);
    }
    return all;
  }

  private static List<Part> inOrder(List<Part> parts) {
    if (parts.size() == 1) {
      return parts;
    }
    var sorted = new ArrayList<>(parts);
    sorted.sort((one, other) -> one.memory.compareTo(other.memory));
    return sorted;
  }

  private boolean write() {
    int locked = 0;
    try {
      for (; locked < stamps.length; locked++) {
        stamps[locked] = parts.get(locked).memory.lock();
      }
      for (var part : parts) {
        if (!part.memory.isAt(part.before)) {
          return false;
        }
      }
      parts.forEach(part -> part.memory.write(part.written, part.now));
      return true;
    } finally {
      while (--locked >= 0) {
        parts.get(locked).memory.unlock(stamps[locked]);
      }
    }
  }

  /** The changes of one memory. Confined to the thread that applies them. */
  static final class Part {

    private final SharedMemory memory;
    private final List<MemoryChange> changes;
    private final String writer;

    private final Map<String, MemoryEntry> before = new HashMap<>();
    private List<Change> written = List.of();
    private @Nullable Instant now;

    Part(SharedMemory memory, List<MemoryChange> changes, String writer) {
      this.memory = memory;
      this.changes = changes;
      this.writer = writer;
    }

    private void compute() {
      before.clear();
      var after = new LinkedHashMap<String, MemoryEntry>();
      for (var change : changes) {
        String name = change.key().name();
        MemoryEntry found = memory.before(change, after);
        before.putIfAbsent(name, found);
        after.put(name, change.appliedTo(found));
      }
      written = MemoryEntry.changes(after, writer);
      now = memory.now();
    }
  }
}
