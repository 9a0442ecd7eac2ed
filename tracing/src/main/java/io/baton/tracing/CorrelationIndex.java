package io.baton.tracing;

import io.baton.events.CorrelationId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Where in a ring the trace events of each correlation are: a chain of slots per correlation, the
 * oldest first. Not thread-safe: the {@link TraceRing} that owns it guards it by its lock.
 */
final class CorrelationIndex {

  private final Map<CorrelationId, Chain> chains = new LinkedHashMap<>();
  private final int[] following;

  CorrelationIndex(int slots) {
    following = new int[slots];
  }

  void add(CorrelationId correlationId, int slot) {
    Chain chain = chains.get(correlationId);
    if (chain == null) {
      chains.put(correlationId, new Chain(slot));
    } else {
      following[chain.newest] = slot;
      chain.newest = slot;
    }
  }

  /** A ring evicts in the order of recording, so what goes is the oldest of its correlation. */
  void removeOldest(CorrelationId correlationId) {
    Chain chain = Objects.requireNonNull(chains.get(correlationId));
    if (chain.oldest == chain.newest) {
      chains.remove(correlationId);
    } else {
      chain.oldest = following[chain.oldest];
    }
  }

  IntStream slots(CorrelationId correlationId) {
    Chain chain = chains.get(correlationId);
    if (chain == null) {
      return IntStream.empty();
    }
    int last = chain.newest;
    return IntStream.concat(
        IntStream.iterate(chain.oldest, slot -> slot != last, slot -> following[slot]),
        IntStream.of(last));
  }

  List<CorrelationId> correlations() {
    return List.copyOf(chains.keySet());
  }

  void clear() {
    chains.clear();
  }

  private static final class Chain {
    private int oldest;
    private int newest;

    Chain(int slot) {
      oldest = slot;
      newest = slot;
    }
  }
}
