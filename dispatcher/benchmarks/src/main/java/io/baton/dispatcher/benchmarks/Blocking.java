package io.baton.dispatcher.benchmarks;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.RouteOptions;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/**
 * Many events to an agent that blocks for 20 ms; measured is all of the time, from the first
 * dispatch to the end of the drain. By hand, it is a virtual thread for each event, and a semaphore
 * where only so many may block at once.
 */
final class Blocking {

  static final int UNLIMITED = Integer.MAX_VALUE;

  private static final long BLOCKING_MILLIS = 20;

  private Blocking() {}

  static Side bare(int mostAtOnce) {
    return units -> {
      var ended = new CountDownLatch(units);
      var permits = new Semaphore(mostAtOnce);
      var ring =
          new Ring((_, _, _) ->
              Thread.startVirtualThread(() -> {
                permits.acquireUninterruptibly();
                block();
                permits.release();
                ended.countDown();
              }));
      ring.start();
      long begin = System.nanoTime();
      for (int i = 0; i < units; i++) {
        ring.publish(new Call());
      }
      ended.await();
      long end = System.nanoTime();
      ring.stop();
      return end - begin;
    };
  }

  static Side baton(int mostAtOnce) {
    UnaryOperator<RouteOptions<Call>> options =
        mostAtOnce == UNLIMITED
            ? UnaryOperator.identity()
            : defaults -> defaults.concurrency(mostAtOnce);
    var ended = new LongAdder();
    var router = new Router();
    router.on(
        Call.class,
        "blocking",
        (_, _) -> {
          block();
          ended.increment();
          return List.of();
        },
        options);
    return new BatonCalls(AsyncDispatcher.start(router), ended);
  }

  private static void block() {
    try {
      Thread.sleep(BLOCKING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record BatonCalls(AsyncDispatcher dispatcher, LongAdder ended) implements Side {

    @Override
    public long run(int units) throws InterruptedException {
      ended.reset();
      long begin = System.nanoTime();
      for (int i = 0; i < units; i++) {
        dispatcher.dispatch(new Call());
      }
      BatonSide.awaitDrained(dispatcher);
      long end = System.nanoTime();
      if (ended.sum() != units) {
        throw new IllegalStateException("drained after " + ended.sum() + " of " + units);
      }
      return end - begin;
    }

    @Override
    public void close() {
      dispatcher.close();
    }
  }

  private record Call() implements Event {}
}
