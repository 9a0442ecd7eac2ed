package io.baton.dispatcher;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads on which agents run, other than the dispatcher's own. */
final class Workers {

  private final String name;
  private final @Nullable Executor given;
  private @Nullable ThreadPoolExecutor cpu;

  Workers(String name, @Nullable Executor given) {
    this.name = name;
    this.given = given;
  }

  Executor executor(RouteSpec spec) {
    return switch (spec.execution()) {
      case VIRTUAL -> given != null ? given : virtual(spec);
      case CPU -> cpu();
      case INLINE -> Runnable::run;
    };
  }

  /** Whether the deliveries of a route run by the user's own executor, which may do anything. */
  boolean isForeign(RouteSpec spec) {
    return spec.execution() == Execution.INLINE
        || (spec.execution() == Execution.VIRTUAL && given != null);
  }

  private Executor virtual(RouteSpec spec) {
    var threads = Thread.ofVirtual().name(name + "-" + spec.name()).factory();
    return task -> threads.newThread(task).start();
  }

  private synchronized Executor cpu() {
    if (cpu == null) {
      int width = Runtime.getRuntime().availableProcessors();
      cpu =
          new ThreadPoolExecutor(
              width,
              width,
              10,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              Thread.ofPlatform().name(name + "-cpu-", 1).daemon().factory());
      cpu.allowCoreThreadTimeOut(true);
    }
    return cpu;
  }

  synchronized void close() {
    if (cpu != null) {
      cpu.shutdown();
    }
  }
}
