package io.baton.dispatcher;

import io.baton.agents.WaitGuard;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How callers wait for a run. What agents answer without blocking is here within microseconds, much
 * sooner than a thread that sleeps can be woken; so a platform thread looks again for a while
 * before it sleeps: some times as long as the last answers took, and hardly at all where that was
 * of no use. Thread-safe.
 */
final class Waiting {

  private static final long MOST_NANOS = 40_000;
  private static final long LEAST_NANOS = 2_000;
  private static final int SPINS_PER_CLOCK = 16;
  private static final boolean IS_ALONE = Runtime.getRuntime().availableProcessors() == 1;

  /** One wait of so many is long, however often that was of no use. */
  private static final int WAITS_PER_PROBE = 32;

  /** After a success, the next one looks for so many times as long as that took. */
  private static final int MARGIN = 4;

  private final Engine engine;

  /** How long the next one looks; half as long as before after a failure. */
  private volatile long patienceNanos = MOST_NANOS;

  Waiting(Engine engine) {
    this.engine = engine;
  }

  /** Waits for something that comes of a run; refused inside that run. */
  <T> T await(RunState run, CompletableFuture<T> future)
      throws InterruptedException, ExecutionException {
    refuseInside(run);
    try (var _ = Pause.begin(engine, false)) {
      spin(future, MOST_NANOS);
      return future.get();
    }
  }

  /** Waits for something that comes of a run, so long at most; refused inside that run. */
  <T> T await(RunState run, CompletableFuture<T> future, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    refuseInside(run);
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    try (var _ = Pause.begin(engine, true)) {
      spin(future, nanos);
      return future.get(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void spin(CompletableFuture<?> future, long mostNanos) {
    if (future.isDone() || IS_ALONE || Thread.currentThread().isVirtual()) {
      return;
    }
    boolean isProbe = ThreadLocalRandom.current().nextInt(WAITS_PER_PROBE) == 0;
    long patience = isProbe ? MOST_NANOS : patienceNanos;
    long start = System.nanoTime();
    boolean isDone = spinUntil(future, start + Math.min(patience, mostNanos));
    learn(isDone, patience, System.nanoTime() - start);
  }

  private void learn(boolean isDone, long patience, long tookNanos) {
    long better = isDone ? MARGIN * tookNanos : Math.min(patience, patienceNanos) / 2;
    patienceNanos = Math.clamp(better, LEAST_NANOS, MOST_NANOS);
  }

  private static boolean spinUntil(CompletableFuture<?> future, long end) {
    do {
      for (int i = 0; i < SPINS_PER_CLOCK; i++) {
        if (future.isDone()) {
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - end < 0);
    return false;
  }

  /** Refuses to let an agent wait that never must, or for a run that it is part of. */
  void refuseInside(RunState run) {
    engine.sleeper().wake(); // the caller may have had no stack left to do so
    if (engine.loop().isCurrentThread()) {
      throw new IllegalStateException(
          "the dispatcher's own thread must not wait for "
              + run
              + ", which cannot go on without it");
    }
    WaitGuard.beforeWaiting(run);
    Context inside = engine.inside();
    if (inside != null && inside.isPartOf(run)) {
      throw new IllegalStateException(
          "agent "
              + inside.route().name()
              + " must not wait for "
              + run
              + ", which it belongs to and which cannot end before it");
    }
  }
}
