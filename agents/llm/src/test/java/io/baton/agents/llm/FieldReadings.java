package io.baton.agents.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A subscriber that keeps what it gets, and asks for so many events at a time. */
final class FieldReadings implements Flow.Subscriber<FieldEvent> {
  private final long atATime;
  private final List<FieldEvent> events = new ArrayList<>();
  private final CountDownLatch subscribed = new CountDownLatch(1);
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;
  private final AtomicInteger endings = new AtomicInteger();
  private long open;

  FieldReadings(long atATime) {
    this.atATime = atATime;
    open = atATime;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    if (atATime > 0) {
      subscription.request(atATime);
    }
    subscribed.countDown();
  }

  @Override
  public void onNext(FieldEvent event) {
    synchronized (events) {
      events.add(event);
      events.notifyAll();
    }
    open--;
    if (open == 0) {
      open = atATime;
      subscription().request(atATime);
    }
  }

  @Override
  public void onError(Throwable failure) {
    end(failure.toString());
  }

  @Override
  public void onComplete() {
    end("complete");
  }

  private void end(String how) {
    endings.incrementAndGet();
    ended.complete(how);
  }

  Flow.Subscription subscription() {
    try {
      subscribed.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    var given = subscription;
    if (given == null) {
      throw new IllegalStateException("not subscribed");
    }
    return given;
  }

  /** How it ended, which is waited for. */
  String ending() throws Exception {
    return ended.get(60, TimeUnit.SECONDS) + (endings.get() == 1 ? "" : " and again");
  }

  /** What came so far, at least so many events. */
  List<FieldEvent> events(int least) throws InterruptedException {
    synchronized (events) {
      while (events.size() < least) {
        events.wait();
      }
      return List.copyOf(events);
    }
  }

  /** All that an iterator gives, and how it ended. */
  static String read(FieldStream stream) {
    var events = new ArrayList<FieldEvent>();
    var iterator = stream.iterator();
    String ending = "";
    try {
      while (iterator.hasNext()) {
        events.add(iterator.next());
      }
      ending = "complete";
    } catch (RuntimeException e) {
      ending = e + (iterator.hasNext() ? " and more" : "");
    }
    return Told.of(events) + " " + ending;
  }

  /** The same of a subscriber. */
  String read() throws Exception {
    String ending = ending();
    return Told.of(events(0)) + " " + ending;
  }
}
