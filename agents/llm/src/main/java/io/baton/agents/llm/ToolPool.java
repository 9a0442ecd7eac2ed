package io.baton.agents.llm;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of all tools that compute. They are daemons and end when they are idle. */
final class ToolPool {

  static final int WIDTH = Runtime.getRuntime().availableProcessors();

  private static final ThreadPoolExecutor THREADS =
      new ThreadPoolExecutor(
          WIDTH,
          WIDTH,
          5,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("baton-tool-", 1).factory());

  static {
    THREADS.allowCoreThreadTimeOut(true);
  }

  private ToolPool() {}

  static void execute(Runnable task) {
    THREADS.execute(task);
  }
}
