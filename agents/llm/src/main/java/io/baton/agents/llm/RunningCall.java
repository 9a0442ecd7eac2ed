package io.baton.agents.llm;

import io.baton.agents.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One call on its thread. Whoever ends it first, the function, the time-out or a cancel, says what
 * became of it. An interrupt and the end of the function share one lock, so none reaches what the
 * thread does next.
 */
final class RunningCall implements Runnable {

  private final PreparedCall call;
  private final ToolContext context;
  private final TimeSource time;
  private final Runnable onError;
  private final CompletableFuture<ToolResult> result = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long begun; // written by its thread, read by the time-out

  private @Nullable Thread thread; // guarded by this
  private boolean cancelled; // guarded by this

  RunningCall(PreparedCall call, ToolContext context, TimeSource time, Runnable onError) {
    this.call = call;
    this.context = context;
    this.time = time;
    this.onError = onError;
    this.begun = time.nanoTime();
  }

  void start() {
    if (settings().execution() == ToolExecution.CPU) {
      ToolPool.execute(this);
    } else {
      Thread.ofVirtual().name("baton-tool-" + call.tool().name()).start(this);
    }
  }

  /** What became of it; never completes exceptionally. */
  CompletableFuture<ToolResult> result() {
    return result;
  }

  PreparedCall call() {
    return call;
  }

  /** Ends it before it has begun. */
  void deny(String text, Throwable cause) {
    complete(text, cause);
    cancel();
  }

  /** Interrupts it, or keeps it from beginning. */
  void cancel() {
    synchronized (this) {
      cancelled = true;
      if (thread != null) {
        thread.interrupt();
        return;
      }
    }
    fail(new InterruptedException("cancelled before it began"), "was cancelled");
    ended.countDown();
  }

  /** Waits until its thread is done with it. */
  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  @SuppressWarnings("Interruption") // the flag belongs to this call, which is over
  public void run() {
    if (!enter()) {
      return;
    }
    try {
      inTurn(settings().turn());
    } catch (InterruptedException e) {
      fail(e, "was interrupted");
    } catch (Exception e) {
      fail(e, "failed: " + reason(e));
    } catch (Throwable e) {
      fail(e, "failed: " + reason(e));
      onError.run();
    } finally {
      leave();
    }
  }

  private void inTurn(@Nullable Semaphore turn) throws Exception {
    if (turn == null) {
      work();
      return;
    }
    turn.acquire();
    try {
      work();
    } finally {
      turn.release();
    }
  }

  private void work() throws Exception {
    begun = time.nanoTime();
    Duration limit = settings().timeout();
    TimeSource.Timer timer = limit == null ? () -> {} : time.schedule(limit, () -> timeOut(limit));
    try {
      Object output = call.body().run(context);
      complete(ToolOutput.text(output, settings().outputCap()), null);
    } finally {
      timer.cancel();
    }
  }

  private void timeOut(Duration limit) {
    String message = "took longer than %s and was stopped".formatted(limit);
    fail(new ToolTimeoutException("tool %s %s".formatted(call.tool().name(), message)), message);
    synchronized (this) {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  private synchronized boolean enter() {
    if (!cancelled) {
      thread = Thread.currentThread();
    }
    return !cancelled;
  }

  private void leave() {
    synchronized (this) {
      thread = null;
      Thread.interrupted();
    }
    ended.countDown();
  }

  private void fail(Throwable cause, String what) {
    complete("Tool %s %s.".formatted(call.tool().name(), what), cause);
  }

  private void complete(String text, @Nullable Throwable cause) {
    var work = Duration.ofNanos(Math.max(0, time.nanoTime() - begun));
    result.complete(new ToolResult(text, cause, time.now(), work));
  }

  private ToolSettings settings() {
    return call.tool().settings();
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
