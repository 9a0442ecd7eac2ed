package io.baton.agents;

import io.baton.agents.WorkingMemory.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

  /** What was left behind for some keys, as changes. */
  static List<Change> changes(Map<String, MemoryEntry> left, String writer) {
    var changes = new ArrayList<Change>(left.size());
    left.forEach((name, entry) ->
        changes.add(new Change(name, entry.version, entry.value, entry.removed, writer)));
    return changes;
  }
}
