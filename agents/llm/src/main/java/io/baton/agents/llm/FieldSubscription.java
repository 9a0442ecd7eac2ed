package io.baton.agents.llm;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events of an answer to one subscriber, on a thread of its own, as they are asked for.
 */
final class FieldSubscription implements Flow.Subscription, Runnable {

  private static final Logger log = LoggerFactory.getLogger(FieldStream.class);

  private final FieldLog entries;
  private final FieldReader reader;
  private final Flow.Subscriber<? super FieldEvent> subscriber;
  private final AtomicLong requested = new AtomicLong();
  private volatile boolean isCancelled;
  private volatile @Nullable String mistake;
  private volatile @Nullable Thread thread;

  FieldSubscription(
      FieldLog entries, FieldReader reader, Flow.Subscriber<? super FieldEvent> subscriber) {
    this.entries = entries;
    this.reader = reader;
    this.subscriber = subscriber;
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      mistake = "a request must be for at least 1 event, but is for " + n;
    } else {
      requested.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
    }
    LockSupport.unpark(thread);
  }

  @Override
  public void cancel() {
    isCancelled = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      subscriber.onSubscribe(this);
      while (!isCancelled && !isDone()) {
        entries.await(this::hasSomethingToDo, Thread::interrupted);
      }
    } catch (Throwable e) {
      // The edge of the thread: a subscriber may throw anything, and is to blame for it.
      log.warn("subscriber gets no more events, since it failed: {}", subscriber.getClass(), e);
    }
  }

  private boolean hasSomethingToDo() {
    if (isCancelled || mistake != null) {
      return true;
    }
    var next = reader.peek();
    return next != null && (next.failure != null || requested.get() > 0);
  }

  /** Hands over the next event there is; says whether that was all. */
  private boolean isDone() {
    String wrong = mistake;
    if (wrong != null) {
      subscriber.onError(new IllegalArgumentException(wrong));
      return true;
    }
    var next = reader.peek();
    if (next == null) {
      return false;
    }
    if (next.failure != null) {
      subscriber.onError(next.failure);
      return true;
    }
    return next.event != null && requested.get() > 0 && isLast(next, next.event);
  }

  private boolean isLast(FieldLog.Entry entry, FieldEvent event) {
    reader.take(entry);
    requested.getAndDecrement();
    subscriber.onNext(event);
    if (!entry.isLast() || isCancelled) {
      return false;
    }
    subscriber.onComplete();
    return true;
  }
}
