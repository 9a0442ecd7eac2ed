package io.baton.dispatcher;

import io.baton.agents.EngineWork;
import io.baton.events.EventId;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One piece of spawned code and its thread. */
final class SpawnedTask<T> implements Spawned<T>, EngineWork, Runnable {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Spawns spawns;
  private final EventId id;
  private final String name;
  private final Callable<? extends T> code;
  private final Thread thread;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final CountDownLatch end = new CountDownLatch(1);

  /** Its threads that have not ended: its own, and those that help it. */
  private final AtomicInteger threads = new AtomicInteger(1);

  SpawnedTask(Spawns spawns, EventId id, String name, Callable<? extends T> code) {
    this.spawns = spawns;
    this.id = id;
    this.name = name;
    this.code = code;
    Runnable marked = () -> ScopedValue.where(EngineWork.CURRENT, this).run(this);
    thread = Thread.ofVirtual().name(spawns.threadName(name)).unstarted(marked);
  }

  Spawns spawns() {
    return spawns;
  }

  void start() {
    thread.start();
  }

  /** Waits for its end, so long at most. */
  void join(Duration atMost) throws InterruptedException {
    if (!end.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
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
        spawns.failed(this, e);
      }
    } finally {
      ended();
    }
  }

  /** The task of the current thread, or that which it helps; null if there is none. */
  static @Nullable SpawnedTask<?> current() {
    return EngineWork.CURRENT.isBound() && EngineWork.CURRENT.get() instanceof SpawnedTask<?> task
        ? task
        : null;
  }

  /** One of its threads has ended, or will never start. */
  void ended() {
    if (threads.decrementAndGet() == 0) {
      end.countDown();
      spawns.ended(this);
    }
  }

  @Override
  public boolean begin(Thread helper) {
    threads.incrementAndGet();
    return true;
  }

  @Override
  public void end(Thread helper) {
    ended();
  }

  /** There is no permit that it could give away. */
  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public EventId id() {
    return id;
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
    return end.getCount() == 0;
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
