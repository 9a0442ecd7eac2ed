package io.baton.agents;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One call of a gather, its thread and its outcome. Guarded by its gathering, but for the code. */
final class GatherChild<T extends @Nullable Object> implements Runnable {

  private static final long NEVER = Long.MIN_VALUE;

  private final Gathering<T> gathering;
  private final int index;
  private final GatherCall<T> call;
  private final Runnable code;
  private final Thread thread;

  private long begin = NEVER;
  private @Nullable Outcome<T> outcome;

  // Confined to the thread.
  private boolean isCalled;
  private @Nullable Throwable thrown;
  private @Nullable T value;

  GatherChild(
      Gathering<T> gathering,
      int index,
      GatherCall<T> call,
      GatherCarrier carrier,
      Thread.Builder threads) {
    this.gathering = gathering;
    this.index = index;
    this.call = call;
    code = carrier.wrap(this::call);
    thread = threads.unstarted(this);
  }

  Thread thread() {
    return thread;
  }

  @Override
  public void run() {
    Error unheard = null;
    try {
      if (gathering.begin(this)) {
        runCode();
        unheard = conclude();
      }
      Thread.interrupted(); // it was meant for the call
      gathering.startNext();
    } catch (Throwable e) {
      // No thread is to be had for the next call, or the clock has failed.
      Error error = e instanceof Error given ? given : new AssertionError(e);
      unheard = gathering.fail(error) ? null : error;
    } finally {
      gathering.ended(this);
    }
    if (unheard != null) {
      throw unheard;
    }
  }

  private void runCode() {
    try {
      code.run();
    } catch (Throwable e) {
      // The edge of the thread: a wrapper may throw anything.
      thrown = thrown == null ? e : thrown;
      isCalled = true;
    }
  }

  private void call() {
    isCalled = true;
    try {
      value = call.call();
    } catch (Throwable e) {
      // The edge of the thread: whatever a call throws is its own outcome.
      thrown = e;
    }
  }

  /** Hands in what has come of the call; gives an error that nobody wants to know of. */
  @SuppressWarnings("NullAway") // a value is null if the call says so
  private @Nullable Error conclude() {
    if (thrown instanceof Error error) {
      return gathering.fail(error) ? null : error;
    }
    if (!isCalled) {
      thrown = new IllegalStateException("what was given to wrapping did not run the call");
    }
    gathering.settle(this, thrown, value);
    return null;
  }

  /** False if it was ended before. */
  boolean begin(long now) {
    if (outcome != null) {
      return false;
    }
    begin = now;
    return true;
  }

  /** False if it was ended before. */
  boolean end(long now, @Nullable Throwable cause, T result) {
    if (outcome != null) {
      return false;
    }
    outcome =
        cause == null
            ? new Outcome.Ok<>(index, call.name(), elapsed(now), result)
            : cause instanceof InterruptedException || cause instanceof CancellationException
                ? new Outcome.Cancelled<>(index, call.name(), elapsed(now), Outcome.Why.ITSELF)
                : new Outcome.Failed<>(index, call.name(), elapsed(now), cause);
    return true;
  }

  void timeOut(long now, Duration limit) {
    if (outcome == null) {
      outcome = new Outcome.TimedOut<>(index, call.name(), elapsed(now), limit);
      thread.interrupt();
    }
  }

  void cancel(long now, Outcome.Why why) {
    if (outcome == null) {
      boolean isLeft = why == Outcome.Why.LEFT && begin != NEVER;
      Outcome.Why reason = why == Outcome.Why.LEFT && !isLeft ? Outcome.Why.QUORUM : why;
      outcome = new Outcome.Cancelled<>(index, call.name(), elapsed(now), reason);
      if (!isLeft) {
        thread.interrupt();
      }
    }
  }

  private Duration elapsed(long now) {
    return begin == NEVER ? Duration.ZERO : Duration.ofNanos(now - begin);
  }

  Outcome<T> outcome() {
    if (outcome == null) {
      throw new IllegalStateException("call " + index + " has no outcome yet");
    }
    return outcome;
  }
}
