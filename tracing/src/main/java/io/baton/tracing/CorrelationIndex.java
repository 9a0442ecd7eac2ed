package io.baton.tracing;

import io.baton.events.CorrelationId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where in a ring the trace events of each correlation are: a chain of slots per correlation, the
 * oldest first. Not thread-safe: the {@link TraceRing} that owns it guards it by its lock. Where
 * something is changed, calls come before fields, so that a stack that ends in one of them leaves
 * nothing half done.
 */
final class CorrelationIndex {

  /** In the place of a slot. */
  private static final int NONE = -1;

  private final Map<CorrelationId, Chain> chains = new LinkedHashMap<>();
  private final int[] following;

  /** The chain that each slot belongs to, so that to remove it needs no search. */
  private final @Nullable Chain[] owners;

  /** The chain of the newest trace event, since the next one is often of the same correlation. */
  private @Nullable Chain latest;

  CorrelationIndex(int slots) {
    following = new int[slots];
    owners = new @Nullable Chain[slots];
  }

  void add(CorrelationId correlationId, int slot) {
    Chain chain = latest;
    if (chain == null || !chain.correlationId.equals(correlationId)) {
      chain = chains.get(correlationId);
    }
    if (chain == null) {
      chain = new Chain(correlationId);
      chains.put(correlationId, chain);
    }
    if (chain.newest == NONE) {
      chain.oldest = slot;
    } else {
      following[chain.newest] = slot;
    }
    chain.newest = slot;
    owners[slot] = chain;
    latest = chain;
  }

  /** A ring evicts in the order of recording, so what goes is the oldest of its correlation. */
  void removeOldest(int slot) {
    Chain chain = Objects.requireNonNull(owners[slot]);
    if (chain.oldest == chain.newest) {
      chains.remove(chain.correlationId);
      if (chain == latest) {
        latest = null;
      }
    } else {
      chain.oldest = following[slot];
    }
    owners[slot] = null;
  }

  IntStream slots(CorrelationId correlationId) {
    Chain chain = chains.get(correlationId);
    if (chain == null || chain.newest == NONE) {
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
    Arrays.fill(owners, null);
    latest = null;
  }

  private static final class Chain {
    private final CorrelationId correlationId;
    private int oldest = NONE;
    private int newest = NONE;

    Chain(CorrelationId correlationId) {
      this.correlationId = correlationId;
    }
  }
}
