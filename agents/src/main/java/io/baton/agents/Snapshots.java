package io.baton.agents;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pictures of several memories at one instant. */
final class Snapshots {

  private Snapshots() {}

  /** A picture of each memory; one of a view has the changes of the view over it. */
  static List<Map<String, Object>> of(List<WorkingMemory> memories) {
    List<VersionedMemory> all = memories.stream().map(VersionedMemory.class::cast).toList();
    all.forEach(VersionedMemory::check);
    List<SharedMemory> roots = all.stream().map(VersionedMemory::root).distinct().toList();
    var copies = copy(SharedMemory.inOrder(roots));
    return all.stream().map(memory -> picture(memory, copies)).toList();
  }

  private static Map<String, Object> picture(
      VersionedMemory memory, Map<SharedMemory, Map<String, Object>> copies) {
    var picture = new TreeMap<>(copies.get(memory.root()));
    memory.lay(picture);
    return Collections.unmodifiableMap(picture);
  }

  static Map<String, Object> of(VersionedMemory memory) {
    memory.check();
    return picture(memory, copy(List.of(memory.root())));
  }

  /** The locks are taken in the same order as by {@link MemoryCommit}. */
  private static Map<SharedMemory, Map<String, Object>> copy(List<SharedMemory> roots) {
    var copies = new HashMap<SharedMemory, Map<String, Object>>();
    var stamps = new long[roots.size()];
    int locked = 0;
    try {
      for (; locked < stamps.length; locked++) {
        stamps[locked] = roots.get(locked).lockForReading();
      }
      roots.forEach(root -> copies.put(root, root.copy()));
      return copies;
    } finally {
      while (--locked >= 0) {
        roots.get(locked).unlockFromReading(stamps[locked]);
      }
    }
  }
}
