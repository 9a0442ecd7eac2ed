package io.baton.agents;

import io.baton.agents.WorkingMemory.Change;
import io.baton.agents.WorkingMemory.Listening;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listener with the changes that it has not been told of yet. While there are any, one virtual
 * thread tells them, one after the other. Thread-safe.
 */
final class MemoryListener implements Listening {

  static final int MOST_WAITING = 65_536;

  private final Consumer<Change> listener;
  private final Consumer<MemoryListener> remover;

  // Guarded by this.
  private final ArrayDeque<Change> waiting = new ArrayDeque<>();
  private @Nullable Thread teller;
  private long added;
  private long telling;
  private long lost;
  private boolean isClosed;

  /** Confined to the thread that tells. */
  private boolean hasFailed;

  MemoryListener(Consumer<Change> listener, Consumer<MemoryListener> remover) {
    this.listener = listener;
    this.remover = remover;
  }

  /** Takes a change, under the memory's lock: so they come in the order of their versions. */
  synchronized void add(Change change) {
    if (isClosed) {
      return;
    }
    waiting.add(change);
    added++;
    if (waiting.size() > MOST_WAITING) {
      waiting.remove();
      lost++;
    }
  }

  /** Sees to it that what waits is told. */
  synchronized void wake() {
    if (teller == null && !waiting.isEmpty()) {
      teller =
          Thread.ofVirtual()
              .name("baton-memory-listener")
              .inheritInheritableThreadLocals(false)
              .start(this::tellAll);
    }
  }

  private void tellAll() {
    for (Change change = next(); change != null; change = next()) {
      try {
        listener.accept(change);
      } catch (Throwable e) {
        // The edge of the thread: whatever a listener throws harms nobody but itself.
        logOnce(change, e);
      }
    }
  }

  /** What is to be told now; the call before has ended. */
  private synchronized @Nullable Change next() {
    notifyAll();
    telling = firstWaiting();
    Change change = waiting.poll();
    if (change == null) {
      teller = null;
    }
    return change;
  }

  /** The number of the first change that waits, or of the next one if none does. */
  private long firstWaiting() {
    return added - waiting.size();
  }

  /** Whether so many changes have been told or dropped. */
  private boolean hasTold(long number) {
    return firstWaiting() >= number && (teller == null || telling >= number);
  }

  private void logOnce(Change change, Throwable cause) {
    if (!hasFailed) {
      hasFailed = true;
      MemoryLog.listenerFailed(change, cause);
    }
  }

  @Override
  public void close() {
    remover.accept(this);
    synchronized (this) {
      isClosed = true;
      waiting.clear();
      notifyAll();
    }
  }

  @Override
  public synchronized boolean awaitTold(Duration timeout) throws InterruptedException {
    if (Thread.currentThread() == teller) {
      throw new IllegalStateException("a listener must not wait until it has been told");
    }
    long upTo = added;
    long end = System.nanoTime() + Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
    while (!hasTold(upTo) && !isClosed) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  @Override
  public synchronized long lost() {
    return lost;
  }
}
