package io.baton.agents.llm;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscriber of a replay, served on a virtual thread of its own, which nobody interrupts. */
final class ReplaySubscription<T> implements Flow.Subscription {

  private static final Logger log = LoggerFactory.getLogger(ReplaySubscription.class);

  private final Replay<T> source;
  private final Flow.Subscriber<? super T> subscriber;
  private final AtomicLong requested = new AtomicLong();
  private volatile boolean cancelled;
  private volatile @Nullable IllegalArgumentException misuse;

  ReplaySubscription(Replay<T> source, Flow.Subscriber<? super T> subscriber) {
    this.source = source;
    this.subscriber = subscriber;
  }

  void start() {
    Thread.ofVirtual().name("baton-llm-subscriber").start(this::serve);
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      misuse = new IllegalArgumentException("request must be at least 1, but is " + n);
    } else {
      requested.accumulateAndGet(n, (old, more) -> old + more < 0 ? Long.MAX_VALUE : old + more);
    }
    source.wake();
  }

  @Override
  public void cancel() {
    cancelled = true;
    source.wake();
  }

  /** Whether nothing is to be handed over any more. */
  boolean isGivenUp() {
    return cancelled || misuse != null;
  }

  boolean hasDemand() {
    return requested.get() > 0;
  }

  private void serve() {
    try {
      subscriber.onSubscribe(this);
      int index = 0;
      for (T item = source.await(index, this); item != null; item = source.await(++index, this)) {
        requested.getAndDecrement();
        subscriber.onNext(item);
      }
      end();
    } catch (RuntimeException e) {
      log.warn("subscriber gets no more pieces, since it failed: {}", subscriber.getClass(), e);
    }
  }

  private void end() {
    IllegalArgumentException wrong = misuse;
    ModelException failure = source.failure();
    if (cancelled) {
      return;
    }
    if (wrong != null) {
      subscriber.onError(wrong);
    } else if (failure != null) {
      subscriber.onError(failure);
    } else {
      subscriber.onComplete();
    }
  }
}
