package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.Sequence;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proof of quiet, without a dispatcher around it: millions of rounds instead of thousands. */
@Timeout(60)
class FlightStressTest {

  private static final Duration LIMIT = ofSeconds(3);
  private static final long NANOS = TimeUnit.SECONDS.toNanos(Crew.rounds(2));

  private final AtomicLong cursor = new AtomicLong(-1);
  private final Sequence consumed = new Sequence();
  private final Flight flight = new Flight(cursor::get, consumed);
  private final AtomicLong asked = new AtomicLong();

  /** Keeps what passes the time from being optimized away. */
  private long sink;

  /** Passes a few nanoseconds for each step. */
  private static long dawdle(int steps) {
    long sum = 0;
    for (int i = 0; i < steps; i++) {
      sum = sum * 31 + System.identityHashCode(LIMIT) + i;
    }
    return sum;
  }

  @Test
  void theLoopNeverOverlooksAWaiterAtTheEndOfABatch() throws Exception {
    play(_ -> cursor.incrementAndGet(), round -> flight.batch(0, 0, 0, round));
  }

  @Test
  void theLastThreadToFinishNeverOverlooksAWaiter() throws Exception {
    play(_ -> flight.start(), _ -> flight.finish());
  }

  /**
   * One begins a piece of work and waits for its end; the other ends it. The one that waits comes
   * later when it came too early the last time, and the other way round, so that the two go on
   * meeting at the moment that matters.
   */
  private void play(LongConsumer begin, LongConsumer end) throws Exception {
    long stop = System.nanoTime() + NANOS;
    Crew.together(
        2,
        ofSeconds(50),
        side -> {
          if (side == 0) {
            var random = new SplittableRandom(1);
            int steps = 50;
            try {
              for (long round = 0; System.nanoTime() < stop; round++) {
                begin.accept(round);
                asked.set(round + 1);
                sink += dawdle(Math.max(0, steps + random.nextInt(-20, 20)));
                steps += waitFor(round) ? 8 : -4;
                steps = Math.clamp(steps, 0, 1_000);
              }
            } finally {
              asked.set(Long.MAX_VALUE);
            }
          } else {
            for (long round = 0; awaitAsked(round + 1); round++) {
              end.accept(round);
              flight.look();
            }
          }
        });
  }

  /** Spins, so that both sides meet within nanoseconds. */
  private boolean awaitAsked(long round) {
    while (asked.get() < round) {
      Thread.onSpinWait();
    }
    return asked.get() != Long.MAX_VALUE;
  }

  /** Says whether it had to sleep. */
  private boolean waitFor(long round) throws InterruptedException {
    long began = System.nanoTime();
    assertThat(flight.await(true, LIMIT, () -> false)).isTrue();
    long nanos = System.nanoTime() - began;
    assertThat(Duration.ofNanos(nanos))
        .as("round %s: quiet, but the waiter was not told", round)
        .isLessThan(LIMIT);
    return nanos > 2_000;
  }
}
