package io.baton.dispatcher;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One piece of spawned code and its thread. */
final class SpawnedTask<T> implements Spawned<T>, Runnable {

  /** The task of the current thread, if it is one. */
  static final ScopedValue<SpawnedTask<?>> CURRENT = ScopedValue.newInstance();

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Spawns spawns;
  private final String name;
  private final Callable<? extends T> code;
  private final Thread thread;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private volatile boolean isEnded;

  SpawnedTask(Spawns spawns, String threadName, String name, Callable<? extends T> code) {
    this.spawns = spawns;
    this.name = name;
    this.code = code;
    Runnable marked = () -> ScopedValue.where(CURRENT, this).run(this);
    thread = Thread.ofVirtual().name(threadName).unstarted(marked);
  }

  Spawns spawns() {
    return spawns;
  }

  void start() {
    thread.start();
  }

  /** Waits for its end, so long at most. */
  void join(Duration atMost) throws InterruptedException {
    if (!thread.join(atMost)) {
      log.warn("spawned code has not ended: name={}", name);
    }
  }

  @Override
  public void run() {
    try {
      result.complete(code.call());
    } catch (Throwable e) {
      // The edge of the thread: the code may throw anything, which its future bears.
      if (result.completeExceptionally(e)) {
        log.error("spawned code failed: name={}", name, e);
      }
    } finally {
      isEnded = true;
      spawns.ended(this);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompletableFuture<T> future() {
    return Callbacks.on(result);
  }

  @Override
  public boolean isEnded() {
    return isEnded;
  }

  @Override
  public void cancel() {
    if (result.completeExceptionally(
        new CancellationException("spawned code " + name + " was cancelled"))) {
      thread.interrupt();
    }
  }

  @Override
  public String toString() {
    return "spawned " + name;
  }
}
