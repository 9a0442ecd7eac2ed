package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches agents from inside: how many are at work at once, in all and for one key, and whether the
 * events of each key come in their order. Thread-safe.
 */
final class Sequences {

  private final Map<Object, AtomicInteger> expected = new ConcurrentHashMap<>();
  private final Map<Object, AtomicInteger> inside = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> mistakes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  /** The agent begins to work on number {@code n} of a key. */
  void enter(Object key, int n) {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    if (of(inside, key).incrementAndGet() > 1) {
      mistakes.add("two at once of " + key + ", the second of them " + n);
    }
    int next = of(expected, key).get();
    if (n != next) {
      mistakes.add("number " + n + " of " + key + " came in place of " + next);
    }
  }

  /** The agent has ended it, and the next may come. */
  void leave(Object key) {
    of(expected, key).incrementAndGet();
    abandon(key);
    ended.incrementAndGet();
  }

  /** The agent has failed, and will be called again. */
  void abandon(Object key) {
    of(inside, key).decrementAndGet();
    now.decrementAndGet();
  }

  int ended() {
    return ended.get();
  }

  int mostAtOnce() {
    return most.get();
  }

  void assertInOrder() {
    assertThat(mistakes).isEmpty();
  }

  private static AtomicInteger of(Map<Object, AtomicInteger> counts, Object key) {
    return counts.computeIfAbsent(key, _ -> new AtomicInteger());
  }
}
