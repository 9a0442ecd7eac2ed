package io.baton.dispatcher;

import io.baton.events.Envelope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A subscriber that remembers what it gets; its test asks for it. */
final class Reading implements Flow.Subscriber<Envelope> {

  final List<Envelope> seen = new CopyOnWriteArrayList<>();
  final List<Thread> threads = new CopyOnWriteArrayList<>();
  final CompletableFuture<String> end = new CompletableFuture<>();
  volatile int failsAt = Integer.MAX_VALUE;
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  Flow.Subscription subscription() {
    return subscription.join();
  }

  @Override
  public void onSubscribe(Flow.Subscription mine) {
    threads.add(Thread.currentThread());
    subscription.complete(mine);
  }

  @Override
  public void onNext(Envelope envelope) {
    threads.add(Thread.currentThread());
    seen.add(envelope);
    if (seen.size() == failsAt) {
      throw new IllegalStateException("on purpose");
    }
  }

  @Override
  public void onError(Throwable cause) {
    end.complete(String.valueOf(cause.getMessage()));
  }

  @Override
  public void onComplete() {
    end.complete("complete");
  }
}
