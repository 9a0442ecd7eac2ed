package io.baton.tracing;

import io.baton.events.CorrelationId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where in a ring the trace events of each correlation are: a chain of slots per correlation, the
 * oldest first. It knows those of consecutive numbers, each in the slot of its number modulo the
 * size of the ring. Not thread-safe. Where something is changed, calls come before fields, so that
 * a stack that ends in one of them leaves nothing half done.
 */
final class CorrelationIndex {

  /** In the place of a slot. */
  private static final int NONE = -1;

  private final Map<CorrelationId, Chain> chains = new LinkedHashMap<>();
  private final int[] following;

  /** The chain that each slot belongs to, so that to remove it needs no search. */
  private final @Nullable Chain[] owners;

  private long first;
  private long next;

  /** The chain of the newest trace event, since the next one is often of the same correlation. */
  private @Nullable Chain latest;

  CorrelationIndex(int slots) {
    following = new int[slots];
    owners = new @Nullable Chain[slots];
  }

  /** The number that is added next. */
  long next() {
    return next;
  }

  /** Adds the next number; without a correlation if what had that number is gone. */
  void add(@Nullable CorrelationId correlationId) {
    int slot = slotOf(next);
    if (correlationId != null) {
      Chain chain = chainOf(correlationId);
      if (chain.newest == NONE) {
        chain.oldest = slot;
      } else {
        following[chain.newest] = slot;
      }
      chain.newest = slot;
      owners[slot] = chain;
      latest = chain;
    }
    next++;
  }

  private Chain chainOf(CorrelationId correlationId) {
    Chain chain = latest;
    return chain != null && chain.correlationId.equals(correlationId)
        ? chain
        : chains.computeIfAbsent(correlationId, Chain::new);
  }

  /** Removes the numbers before one, which are the oldest of their correlations. */
  void forgetBefore(long number) {
    while (first < Math.min(number, next)) {
      removeOldest(slotOf(first));
      first++;
    }
    if (next < number) {
      first = number;
      next = number;
    }
  }

  private void removeOldest(int slot) {
    Chain chain = owners[slot];
    if (chain == null) {
      return;
    }
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

  private int slotOf(long number) {
    return (int) (number % owners.length);
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
