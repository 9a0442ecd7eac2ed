package io.baton.agents.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs several tasks at once; closing waits for all and fails with the first that failed. */
final class Together implements AutoCloseable {

  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> tasks = new ArrayList<>();

  void run(Task task) {
    Callable<Object> callable =
        () -> {
          task.run();
          return "ended";
        };
    tasks.add(threads.submit(callable));
  }

  @Override
  public void close() throws Exception {
    for (Future<?> each : tasks) {
      each.get();
    }
    threads.close();
  }
}
