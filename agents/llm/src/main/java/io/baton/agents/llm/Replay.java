package io.baton.agents.llm;

import io.baton.agents.WaitGuard;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that grows until it ends, and that any number of readers see from its beginning, each
 * at its own pace. A reader never holds the writer back. Thread-safe.
 */
final class Replay<T> implements Iterable<T>, Flow.Publisher<T> {

  private final String what;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final List<T> items = new ArrayList<>(); // guarded by lock
  private boolean ended; // guarded by lock
  private @Nullable ModelException failure; // guarded by lock

  /** An empty sequence of what readers wait for. */
  Replay(String what) {
    this.what = what;
  }

  /** Adds an item; does nothing after the end. */
  void add(T item) {
    lock.lock();
    try {
      if (!ended) {
        items.add(item);
        grown.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends it; readers get the failure, if there is one, behind the last item. */
  void end(@Nullable ModelException why) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        failure = why;
        grown.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The item at a place, which is waited for; null if the sequence has ended before it.
   *
   * @throws ModelException if it has ended badly before it
   */
  @Nullable T await(int index) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (index >= items.size() && !ended) {
        grown.await();
      }
      if (index < items.size()) {
        return items.get(index);
      }
      if (failure != null) {
        throw failure;
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The same for a subscriber, when it wants an item; null also if it has given up, or the end is a
   * failure.
   */
  @Nullable T await(int index, ReplaySubscription<T> subscription) {
    lock.lock();
    try {
      while (!subscription.isGivenUp()) {
        if (index >= items.size() && ended) {
          return null;
        }
        if (index < items.size() && subscription.hasDemand()) {
          return items.get(index);
        }
        grown.awaitUninterruptibly();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** A subscriber has changed what it wants. */
  void wake() {
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why it has ended; null if it has not, or has ended well. */
  @Nullable ModelException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Iterator<T> iterator() {
    return new Reader();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    new ReplaySubscription<>(this, subscriber).start();
  }

  /** Confined to the thread that reads. */
  private final class Reader implements Iterator<T> {
    private int index;
    private @Nullable T next;

    @Override
    public boolean hasNext() {
      if (next == null) {
        WaitGuard.beforeWaiting(what);
        try {
          next = await(index);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw ModelException.lasting(
              ModelException.Kind.CANCELLED, "interrupted while waiting for " + what, "", e);
        }
      }
      return next != null;
    }

    @Override
    public T next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException("no more of " + what);
      }
      T item = next;
      next = null;
      index++;
      return item;
    }
  }
}
