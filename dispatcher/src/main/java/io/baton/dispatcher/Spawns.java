package io.baton.dispatcher;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** The spawned code that has not ended. Thread-safe. */
final class Spawns {

  private final Engine engine;
  private final SpawnFailures failures;
  private final Set<SpawnedTask<?>> alive = ConcurrentHashMap.newKeySet();

  Spawns(Engine engine) {
    this.engine = engine;
    failures = new SpawnFailures(engine);
  }

  <T> Spawned<T> start(String name, Callable<? extends T> code) {
    var id = engine.ids().root(engine.time().epochMillis());
    var task = new SpawnedTask<T>(this, id, name, code);
    alive.add(task);
    engine.flight().enter();
    boolean isStarted = false;
    try {
      // As at the door of the ring: either we see here that it was closed, or whoever closed it
      // sees that we are in, and waits for us.
      VarHandle.fullFence();
      if (engine.intake().isClosed()) {
        throw engine.closed();
      }
      task.start();
      isStarted = true;
    } finally {
      if (!isStarted) {
        task.ended();
      }
    }
    return task;
  }

  String threadName(String name) {
    return engine.name() + "-" + name;
  }

  void failed(SpawnedTask<?> task, Throwable cause) {
    failures.bury(task, cause);
  }

  void ended(SpawnedTask<?> task) {
    alive.remove(task);
    engine.flight().leave();
    engine.flight().look();
  }

  List<String> names() {
    return alive.stream().map(SpawnedTask::name).sorted().toList();
  }

  /** Cancels all that is there, and waits a little for its end. */
  void end(Duration grace) {
    long end = System.nanoTime() + grace.toNanos();
    alive.forEach(SpawnedTask::cancel);
    boolean isInterrupted = Thread.interrupted();
    try {
      for (var task : alive) {
        task.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Refuses to let spawned code wait for the dispatcher, which waits for it. */
  void refuseInside(String what) {
    SpawnedTask<?> task = SpawnedTask.current();
    if (task != null && task.spawns() == this) {
      throw new IllegalStateException(task + " must not " + what);
    }
  }

  /** Whether the current thread runs code that this dispatcher has spawned. */
  boolean isInside() {
    SpawnedTask<?> task = SpawnedTask.current();
    return task != null && task.spawns() == this;
  }
}
