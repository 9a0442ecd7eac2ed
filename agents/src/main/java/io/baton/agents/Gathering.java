package io.baton.agents;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One wait for the calls of a gather. A call's outcome is set once, by its own thread or by what
 * ends the gather before, and its thread is interrupted only in the same step: so no interrupt
 * comes later than its call. Whoever sets the last outcome, or all that are left, ends the wait.
 *
 * <p>The threads are counted as helpers of the work that gathers. The caller pauses while it waits,
 * and is resumed by the helper that ends the wait, which works itself at that moment: so the
 * caller's permit is not lost between the end of the one and the waking of the other.
 */
final class Gathering<T extends @Nullable Object> {

  /** How often a context is asked whether it was cancelled, where no interrupt may tell of it. */
  private static final long LOOK_MILLIS = 50;

  private final GatherOptions options;
  private final TimeSource time;
  private final List<GatherChild<T>> children;
  private final @Nullable EngineWork work;
  private final boolean isOwnThread;
  private final CountDownLatch over = new CountDownLatch(1);
  private final long begin;

  // Guarded by this.
  private int started;
  private int open;
  private int successes;
  private boolean isOver;
  private boolean isPaused;
  private @Nullable Error error;

  Gathering(List<GatherCall<T>> calls, GatherOptions options) {
    this.options = options;
    time = options.time();
    begin = time.nanoTime();
    isOwnThread = EngineWork.CURRENT.isBound();
    work =
        isOwnThread
            ? EngineWork.CURRENT.get()
            : options.context() instanceof EngineWork given ? given : null;
    var carrier = new GatherCarrier(work, options);
    var threads = Thread.ofVirtual().name(Thread.currentThread().getName() + "-gather-", 0);
    children = new ArrayList<>(calls.size());
    for (var call : calls) {
      children.add(new GatherChild<>(this, children.size(), call, carrier, threads));
    }
    open = children.size();
  }

  Gathered<T> await() {
    if (!children.isEmpty()) {
      run();
    }
    var elapsed = Duration.ofNanos(time.nanoTime() - begin);
    int needed = options.quorum() == 0 ? children.size() : options.quorum();
    synchronized (this) {
      if (error != null) {
        throw error;
      }
      return new Gathered<>(children.stream().map(GatherChild::outcome).toList(), needed, elapsed);
    }
  }

  private void run() {
    Duration limit = options.timeout();
    var timer = limit == null ? null : time.schedule(limit, () -> expire(limit));
    try {
      int most = Math.min(children.size(), options.concurrency());
      for (int i = 0; i < most && !isOver(); i++) {
        startNext();
      }
      pauseUntilOver();
    } finally {
      stop(Outcome.Why.CALLER); // unless it has ended, as it has if nothing was thrown
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  private void pauseUntilOver() {
    pause();
    try {
      awaitOver();
    } catch (InterruptedException _) {
      stop(Outcome.Why.CALLER);
      Thread.currentThread().interrupt();
    } finally {
      resume();
    }
  }

  private void awaitOver() throws InterruptedException {
    AgentContext context = options.context();
    if (context == null) {
      over.await();
      return;
    }
    while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (context.isCancelled()) {
        stop(Outcome.Why.RUN);
      }
    }
  }

  private synchronized void pause() {
    if (work != null && isOwnThread && !isOver) {
      isPaused = true;
      work.pause();
    }
  }

  private void resume() {
    boolean wasPaused;
    synchronized (this) {
      wasPaused = isPaused;
      isPaused = false;
    }
    if (wasPaused && work != null) {
      work.resume(); // may wait for a permit, if all that helped are gone or wait themselves
    }
  }

  private synchronized boolean isOver() {
    return isOver;
  }

  /** Starts the next call, if there is one. Called by a thread that works on what gathers. */
  void startNext() {
    GatherChild<T> child;
    synchronized (this) {
      if (isOver || started == children.size()) {
        return;
      }
      child = children.get(started++);
    }
    if (work != null && !work.begin(child.thread())) {
      stop(Outcome.Why.RUN);
      return;
    }
    boolean isStarted = false;
    try {
      child.thread().start();
      isStarted = true;
    } finally {
      if (!isStarted) {
        ended(child);
      }
    }
  }

  /** The thread of a call ends, or could not be started. */
  void ended(GatherChild<T> child) {
    if (work != null) {
      work.end(child.thread());
    }
  }

  /** A call begins; false if it must not. */
  synchronized boolean begin(GatherChild<T> child) {
    return !isOver && child.begin(time.nanoTime());
  }

  /** A call has ended by itself; what comes too late is forgotten. */
  synchronized void settle(GatherChild<T> child, @Nullable Throwable thrown, T value) {
    if (isOver || !child.end(time.nanoTime(), thrown, value)) {
      return;
    }
    open--;
    boolean isOk = thrown == null;
    successes += isOk ? 1 : 0;
    if (open == 0) {
      finish(true);
    } else if (!isOk && options.isFailFast()) {
      stop(Outcome.Why.FAILURE, true);
    } else if (isOk && successes == options.quorum()) {
      stop(options.isRestCancelled() ? Outcome.Why.QUORUM : Outcome.Why.LEFT, true);
    }
  }

  /**
   * A thread has thrown an error, which ends all.
   *
   * @return false if nobody waits any more to whom it could be handed on
   */
  synchronized boolean fail(Error thrown) {
    if (isOver) {
      return false;
    }
    error = thrown;
    stop(Outcome.Why.FAILURE, true);
    return true;
  }

  private synchronized void expire(Duration limit) {
    if (!isOver) {
      long now = time.nanoTime();
      children.forEach(child -> child.timeOut(now, limit));
      finish(false);
    }
  }

  private void stop(Outcome.Why why) {
    stop(why, false);
  }

  private synchronized void stop(Outcome.Why why, boolean isByHelper) {
    if (!isOver) {
      long now = time.nanoTime();
      children.forEach(child -> child.cancel(now, why));
      finish(isByHelper);
    }
  }

  /** Under the monitor: all outcomes are set. */
  private void finish(boolean isByHelper) {
    isOver = true;
    if (isByHelper && isPaused && work != null) {
      isPaused = false;
      work.resume(); // does not wait, since the current thread works on it too
    }
    over.countDown();
  }
}
