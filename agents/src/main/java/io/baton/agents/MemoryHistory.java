package io.baton.agents;

import io.baton.agents.WorkingMemory.Change;
import io.baton.agents.WorkingMemory.Revision;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last versions of each key. Guarded by the lock of its memory. */
final class MemoryHistory {

  private final int most;
  private final Map<String, ArrayDeque<Revision<Object>>> revisions = new HashMap<>();

  MemoryHistory(int most) {
    this.most = most;
  }

  /** Whether anything is kept. */
  boolean isKept() {
    return most > 0;
  }

  /** Keeps a version; a clock that two writers have read in the wrong order does not show. */
  void add(Change change, Instant now) {
    var ofKey = revisions.computeIfAbsent(change.key(), _ -> new ArrayDeque<>());
    Revision<Object> last = ofKey.peekLast();
    if (ofKey.size() == most) {
      ofKey.removeFirst();
    }
    ofKey.add(
        new Revision<>(
            change.value(),
            change.version(),
            change.removed(),
            change.writer(),
            latest(last, now)));
  }

  private static Instant latest(@Nullable Revision<?> last, Instant now) {
    return last != null && last.time().isAfter(now) ? last.time() : now;
  }

  List<Revision<Object>> of(String name) {
    var ofKey = revisions.get(name);
    return ofKey == null ? List.of() : List.copyOf(ofKey);
  }
}
