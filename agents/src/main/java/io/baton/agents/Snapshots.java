package io.baton.agents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pictures of several memories at one instant. */
final class Snapshots {

  private static final Comparator<SharedMemory> IN_ORDER =
      Comparator.comparingLong(SharedMemory::number);

  private Snapshots() {}

  /** A picture of each memory; one of a view has the changes of the view over it. */
  static List<Map<String, Object>> of(List<WorkingMemory> memories) {
    List<VersionedMemory> all = memories.stream().map(VersionedMemory.class::cast).toList();
    all.forEach(VersionedMemory::check);
    Map<SharedMemory, Map<String, Object>> roots =
        copy(all.stream().map(VersionedMemory::root).distinct().sorted(IN_ORDER).toList());
    var pictures = new ArrayList<Map<String, Object>>();
    for (var memory : all) {
      var picture = new TreeMap<>(roots.get(memory.root()));
      memory.lay(picture);
      pictures.add(Collections.unmodifiableMap(picture));
    }
    return pictures;
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
