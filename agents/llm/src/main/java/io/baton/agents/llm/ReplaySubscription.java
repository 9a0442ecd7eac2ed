package io.baton.agents.llm;

import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** One subscriber of a replay, served on a virtual thread of its own. */
final class ReplaySubscription<T> implements Flow.Subscription {

  private final Replay<T> source;
  private final Flow.Subscriber<? super T> subscriber;
  private final Semaphore demand = new Semaphore(0);
  private final Thread thread;
  private volatile boolean cancelled;
  private volatile boolean unbounded;
  private volatile @Nullable IllegalArgumentException misuse;

  ReplaySubscription(Replay<T> source, Flow.Subscriber<? super T> subscriber) {
    this.source = source;
    this.subscriber = subscriber;
    this.thread = Thread.ofVirtual().name("baton-llm-subscriber").unstarted(this::serve);
  }

  void start() {
    thread.start();
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      misuse = new IllegalArgumentException("request must be at least 1, but is " + n);
      thread.interrupt();
    } else if (n >= Integer.MAX_VALUE - demand.availablePermits()) {
      unbounded = true;
      demand.release();
    } else {
      demand.release((int) n);
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    thread.interrupt();
  }

  @SuppressWarnings("Interruption") // the thread is this subscription's own, and ends here
  private void serve() {
    subscriber.onSubscribe(this);
    try {
      for (int index = 0; !cancelled; index++) {
        T item = source.await(index);
        if (item == null) {
          subscriber.onComplete();
          return;
        }
        if (!unbounded) {
          demand.acquire();
        }
        if (!cancelled) {
          subscriber.onNext(item);
        }
      }
    } catch (ModelException e) {
      subscriber.onError(e);
    } catch (InterruptedException e) {
      var wrong = misuse;
      if (wrong != null && !cancelled) {
        subscriber.onError(wrong);
      }
    }
  }
}
