package io.baton.agents;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may work with a {@link JoinStore}: any thread, with the lock, or only the one that has taken
 * it for itself. That one needs no lock, and what others want of it stands in a queue which it
 * empties. Thread-safe.
 */
final class JoinOwner {

  private final ReentrantLock lock = new ReentrantLock();

  /** The only thread that may work with the store; null while any may, with the lock. */
  private volatile @Nullable Thread thread;

  /** What other threads want of the one that owns it. */
  private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();

  /** Has the owner call {@link #serve}. */
  private volatile @Nullable Runnable bell;

  /** Makes the current thread the owner; {@code with} is run under the lock. */
  void take(Runnable newBell, Runnable with) {
    lock.lock();
    try {
      if (thread != null && thread != Thread.currentThread()) {
        throw new IllegalStateException("this join is worked on by " + thread + " already");
      }
      thread = Thread.currentThread();
      bell = newBell;
      with.run();
    } finally {
      lock.unlock();
    }
  }

  /** Lets any thread work with the store again; {@code before} is run under the lock. */
  void giveUp(Runnable before) {
    lock.lock();
    try {
      before.run();
      thread = null;
      bell = null;
      serve();
    } finally {
      lock.unlock();
    }
  }

  /** Does what other threads want. */
  void serve() {
    for (var request = requests.poll(); request != null; request = requests.poll()) {
      request.run();
    }
  }

  /** Has something done by the owner, or at once where there is none. */
  void ask(Runnable request) {
    requests.add(request);
    if (isCurrentThread()) {
      serve();
      return;
    }
    Runnable current;
    lock.lock();
    try {
      current = bell;
      if (current == null) {
        serve();
      }
    } finally {
      lock.unlock();
    }
    if (current != null) {
      current.run();
    }
  }

  boolean isCurrentThread() {
    return thread == Thread.currentThread();
  }

  /** Takes the lock, if the current thread needs one; says so. */
  boolean enter() {
    Thread current = thread;
    if (current == Thread.currentThread()) {
      return false;
    }
    if (current != null) {
      throw new IllegalStateException("this join is worked on by " + current + " only");
    }
    lock.lock();
    return true;
  }

  /** Does something with the store, with the lock if the current thread needs it. */
  <T extends @Nullable Object> T call(Supplier<T> code) {
    boolean isLocked = enter();
    try {
      return code.get();
    } finally {
      leave(isLocked);
    }
  }

  /** As {@link #call}. */
  void run(Runnable code) {
    boolean isLocked = enter();
    try {
      code.run();
    } finally {
      leave(isLocked);
    }
  }

  /** Gives back the lock, if it was taken. */
  void leave(boolean isLocked) {
    if (isLocked) {
      lock.unlock();
    }
  }
}
