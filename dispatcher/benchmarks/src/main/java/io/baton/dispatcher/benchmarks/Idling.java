package io.baton.dispatcher.benchmarks;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The CPU time that the thread which waits for events uses while none come; a unit is 1 ms. */
final class Idling {

  private Idling() {}

  static Side bare() {
    return millis -> {
      var thread = new CompletableFuture<Long>();
      var ring = new Ring((_, _, _) -> thread.complete(Thread.currentThread().threadId()));
      ring.start();
      ring.publish(new Knock());
      long nanos = cpuNanos(thread.get(), millis);
      ring.stop();
      return nanos;
    };
  }

  static Side baton() {
    return millis -> {
      var thread = new CompletableFuture<Long>();
      var router = new Router();
      BatonSide.inline(
          router,
          Knock.class,
          "knocked",
          (_, _) -> {
            thread.complete(Thread.currentThread().threadId());
            return List.of();
          });
      try (var dispatcher = AsyncDispatcher.start(router)) {
        dispatcher.dispatch(new Knock());
        return cpuNanos(thread.get(), millis);
      }
    };
  }

  private static long cpuNanos(long thread, int millis) throws InterruptedException {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getThreadCpuTime(thread);
    Thread.sleep(millis);
    return threads.getThreadCpuTime(thread) - before;
  }

  private record Knock() implements Event {}
}
