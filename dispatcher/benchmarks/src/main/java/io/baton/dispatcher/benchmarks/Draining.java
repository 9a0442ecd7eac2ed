package io.baton.dispatcher.benchmarks;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Execution;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from the last agent's end until the thread that waits for it runs. By hand, the
 * agent gives a permit that the waiter wants.
 */
final class Draining {

  /** Long enough that the waiter waits before the agent has ended. */
  private static final long WORK_NANOS = 300_000;

  private Draining() {}

  static Side bare(Execution execution) {
    var agent = new Worker(execution);
    var ended = new Semaphore(0);
    Executor executor = execution == Execution.INLINE ? Runnable::run : Thread::startVirtualThread;
    var ring =
        new Ring((_, _, _) ->
            executor.execute(() -> {
              agent.work();
              ended.release();
            }));
    return units -> {
      ring.start();
      long median =
          agent.median(
              units,
              () -> {
                ring.publish(new Task());
                ended.acquire();
              });
      ring.stop();
      return median;
    };
  }

  static Side baton(Execution execution) {
    var agent = new Worker(execution);
    var router = new Router();
    router.on(
        Task.class,
        "working",
        (_, _) -> {
          agent.work();
          return List.of();
        },
        options -> options.execution(execution));
    return new BatonDraining(AsyncDispatcher.start(router), agent);
  }

  private record BatonDraining(AsyncDispatcher dispatcher, Worker agent) implements Side {

    @Override
    public long run(int units) throws InterruptedException {
      return agent.median(
          units,
          () -> {
            dispatcher.dispatch(new Task());
            BatonSide.awaitDrained(dispatcher);
          });
    }

    @Override
    public void close() {
      dispatcher.close();
    }
  }

  /** An agent that computes when it is inline, and blocks when it is not. */
  private static final class Worker {

    private final Execution execution;
    private volatile long endedAt;

    Worker(Execution execution) {
      this.execution = execution;
    }

    void work() {
      long end = System.nanoTime() + WORK_NANOS;
      while (System.nanoTime() < end) {
        if (execution == Execution.INLINE) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(this, WORK_NANOS);
        }
      }
      endedAt = System.nanoTime();
    }

    long median(int units, Once once) throws InterruptedException {
      long[] nanos = new long[units];
      for (int i = 0; i < units; i++) {
        once.dispatchAndAwait();
        nanos[i] = System.nanoTime() - endedAt;
      }
      return Figures.median(nanos);
    }
  }

  @FunctionalInterface
  private interface Once {
    void dispatchAndAwait() throws InterruptedException;
  }

  private record Task() implements Event {}
}
