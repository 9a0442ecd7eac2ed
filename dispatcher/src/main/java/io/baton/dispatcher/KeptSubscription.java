package io.baton.dispatcher;

import io.baton.events.Envelope;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a run's events to one subscriber, on a thread of its own, as they are asked for. */
final class KeptSubscription implements Flow.Subscription, Runnable {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final KeptEvents events;
  private final KeptReader reader;
  private final Flow.Subscriber<? super Envelope> subscriber;
  private final AtomicLong requested = new AtomicLong();
  private volatile boolean isCancelled;
  private volatile @Nullable String mistake;
  private volatile @Nullable Thread thread;

  KeptSubscription(KeptEvents events, Flow.Subscriber<? super Envelope> subscriber) {
    this.events = events;
    this.subscriber = subscriber;
    reader = new KeptReader(events);
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
        events.await(this::hasSomethingToDo, Thread::interrupted);
      }
    } catch (Throwable e) {
      // The edge of the thread: a subscriber may throw anything, and is to blame for it.
      log.warn("subscriber gets no more events, since it failed: {}", subscriber.getClass(), e);
    }
  }

  private boolean hasSomethingToDo() {
    return isCancelled || mistake != null || reader.isAtEnd() || (hasDemand() && reader.hasNews());
  }

  private boolean hasDemand() {
    return requested.get() > 0;
  }

  /** Hands over what there is; says whether that was all. */
  private boolean isDone() {
    String wrong = mistake;
    if (wrong != null) {
      subscriber.onError(new IllegalArgumentException(wrong));
      return true;
    }
    if (reader.isAtEnd()) {
      subscriber.onComplete();
      return true;
    }
    Envelope next = hasDemand() ? reader.poll() : null;
    if (next != null) {
      requested.getAndDecrement();
      subscriber.onNext(next);
    }
    return false;
  }
}
