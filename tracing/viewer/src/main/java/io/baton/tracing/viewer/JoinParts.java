package io.baton.tracing.viewer;

import io.baton.events.EventId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Which parts have come to the joins that are open: each is told once, the one that closes a join
 * only by the closing. Guarded by the lock of its picture.
 */
final class JoinParts {

  private static final int MOST_OPEN = 10_000;

  private final SequencedMap<Key, Set<EventId>> open = new LinkedHashMap<>();
  private final Set<String> joins = new HashSet<>();

  /** Tells of those parts that have not been told of before. */
  void came(String join, EventId opener, List<EventId> parts, BiConsumer<EventId, String> told) {
    joins.add(join);
    if (open.size() == MOST_OPEN) {
      open.pollFirstEntry();
    }
    Set<EventId> before = open.computeIfAbsent(new Key(join, opener), _ -> new HashSet<>());
    for (var part : parts) {
      if (before.add(part)) {
        told.accept(part, join);
      }
    }
  }

  void closed(String join, EventId opener) {
    open.remove(new Key(join, opener));
  }

  /** Whether an agent is a join; its deliveries are calls of its function. */
  boolean isJoin(String agent) {
    return joins.contains(agent);
  }

  private record Key(String join, EventId opener) {}
}
