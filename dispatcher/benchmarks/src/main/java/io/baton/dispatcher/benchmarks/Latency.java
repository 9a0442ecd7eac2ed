package io.baton.dispatcher.benchmarks;

import static io.baton.dispatcher.benchmarks.BatonSide.inline;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How long it takes from the dispatch of an event until an inline agent has it. */
final class Latency {

  private static final long PERIOD_NANOS = 1_000_000;

  private Latency() {}

  static Side bare(Pace pace) {
    var seen = new Seen();
    var ring = new Ring((slot, _, _) -> seen.see(((Stamped) slot.event()).nanos()));
    return units -> {
      ring.start();
      long median = seen.median(units, pace, () -> ring.publish(new Stamped(System.nanoTime())));
      ring.stop();
      return median;
    };
  }

  static Side baton(Pace pace) {
    var seen = new Seen();
    var router = new Router();
    inline(
        router,
        Stamped.class,
        "stamping",
        (stamped, _) -> {
          seen.see(stamped.nanos());
          return List.of();
        });
    return new BatonLatency(AsyncDispatcher.start(router), seen, pace);
  }

  /** When the next event is dispatched. */
  enum Pace {
    /** As soon as the agent has seen the one before, for which the producer spins. */
    BACK_TO_BACK,
    /** One a millisecond, between which the producer's thread is parked. */
    EACH_MILLISECOND;

    private void await(Seen seen, int number, long begin) {
      if (this == EACH_MILLISECOND) {
        long due = begin + number * PERIOD_NANOS;
        for (long left = PERIOD_NANOS; left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(seen, left);
        }
      }
      while (seen.count < number) {
        Thread.onSpinWait();
      }
    }
  }

  /** What the agent has seen: written by its thread, read by the producer's. */
  private static final class Seen {

    private long[] nanos = {};
    private volatile int count;

    void see(long dispatchedAt) {
      nanos[count] = System.nanoTime() - dispatchedAt;
      // One thread writes.
      int seen = count + 1;
      count = seen;
    }

    long median(int units, Pace pace, Runnable dispatch) {
      nanos = new long[units];
      count = 0;
      long begin = System.nanoTime();
      for (int i = 1; i <= units; i++) {
        dispatch.run();
        pace.await(this, i, begin);
      }
      return Figures.median(nanos);
    }
  }

  private record BatonLatency(AsyncDispatcher dispatcher, Seen seen, Pace pace) implements Side {

    @Override
    public long run(int units) {
      return seen.median(units, pace, () -> dispatcher.dispatch(new Stamped(System.nanoTime())));
    }

    @Override
    public void close() {
      dispatcher.close();
    }
  }

  private record Stamped(long nanos) implements Event {}
}
