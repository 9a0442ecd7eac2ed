package io.baton.dispatcher;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a dispatcher, which comes once, whoever asks for it and how often. Thread-safe. */
final class Closing {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  /** How long the dispatcher's thread, and spawned code, may take to end once they were told to. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Engine engine;
  private final Duration timeout;
  private final @Nullable Thread hook;

  /** Who closes; null until someone does. */
  private final AtomicReference<@Nullable Thread> closer = new AtomicReference<>();

  private final AtomicBoolean begunInBackground = new AtomicBoolean();
  private final CompletableFuture<DrainReport> end = new CompletableFuture<>();

  private final Runnable afterwards;

  Closing(Engine engine, DispatcherOptions options, Runnable afterwards) {
    this.engine = engine;
    timeout = options.closeTimeout;
    this.afterwards = afterwards;
    hook =
        options.shutdownHook
            ? Thread.ofPlatform().name(engine.name() + "-hook").unstarted(() -> close(timeout))
            : null;
  }

  /** The dispatcher starts. */
  void begin() {
    if (hook != null) {
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  Duration timeout() {
    return timeout;
  }

  /** What was left at the end; null if it has not come. */
  @Nullable DrainReport report() {
    return end.isCompletedExceptionally() ? null : end.getNow(null);
  }

  /** Whether nothing will be done any more: the dispatcher has ended or failed. */
  boolean isOver() {
    return end.isDone() || engine.failure() != null;
  }

  /** Closes and waits; if another closes already, waits for that, unless that waits for it. */
  DrainReport close(Duration atMost) {
    if (closer.compareAndSet(null, Thread.currentThread())) {
      try {
        end.complete(run(atMost));
      } catch (Throwable e) {
        // Others may wait for this end; they must learn that it has not come as it should.
        end.completeExceptionally(e);
        throw e;
      } finally {
        engine.flight().giveUp();
      }
    }
    return isTracer() ? Reports.of(engine, engine.flight().isQuiet(true)) : end.join();
  }

  /** Whether a tracer closes what is being closed, and waits for that tracer. */
  private boolean isTracer() {
    Thread current = Thread.currentThread();
    return !end.isDone() && (current.equals(closer.get()) || engine.tracing().isOwnThread(current));
  }

  /** Closes on a thread of its own, for agents, which must not wait. */
  void closeInBackground() {
    if (closer.get() == null && begunInBackground.compareAndSet(false, true)) {
      engine.intake().close();
      Thread.ofPlatform().name(engine.name() + "-close").start(() -> close(timeout));
    }
  }

  private DrainReport run(Duration atMost) {
    engine.intake().close();
    engine.background().close();
    engine.sleeper().wake(); // a caller whose stack overflowed may have published without waking
    boolean isDrained = awaitDrained(atMost);
    DrainReport report = Reports.of(engine, isDrained);
    if (!isDrained) {
      log.warn("closed before it was drained: dispatcher={} report={}", engine.name(), report);
    }
    engine.spawns().end(GRACE);
    engine.loop().stop();
    joinLoop();
    engine.runs().abandonAll("the dispatcher was closed");
    engine.memoryEvents().close();
    engine.workers().close();
    removeHook();
    afterwards.run();
    return report;
  }

  /** An interrupt does not shorten the wait, or accepted events would be lost; it is kept. */
  private boolean awaitDrained(Duration atMost) {
    long end = System.nanoTime() + Nanos.ofWait(atMost);
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
          return engine.flight().await(true, left, () -> engine.failure() != null);
        } catch (InterruptedException _) {
          isInterrupted = true;
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the dispatcher's thread, but not for an inline agent that does not come back. */
  private void joinLoop() {
    boolean isInterrupted = Thread.interrupted();
    try {
      if (!engine.loop().thread().join(GRACE)) {
        log.warn(
            "its thread has not ended: dispatcher={}; an inline agent blocks it", engine.name());
      }
    } catch (InterruptedException _) {
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeHook() {
    if (hook != null && !hook.equals(Thread.currentThread())) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // the JVM is shutting down, and the hook has begun
      }
    }
  }
}
