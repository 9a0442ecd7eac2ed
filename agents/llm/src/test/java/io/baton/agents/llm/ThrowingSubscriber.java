package io.baton.agents.llm;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber that does something with its subscription at the first event, and may throw. */
final class ThrowingSubscriber implements Flow.Subscriber<FieldEvent> {
  private final Consumer<Flow.@Nullable Subscription> act;
  private final AtomicReference<Flow.@Nullable Subscription> given = new AtomicReference<>();

  ThrowingSubscriber(Consumer<Flow.@Nullable Subscription> act) {
    this.act = act;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    given.set(subscription);
    subscription.request(1);
  }

  @Override
  public void onNext(FieldEvent event) {
    act.accept(given.get());
  }

  @Override
  public void onError(Throwable failure) {
    throw new AssertionError("not expected", failure);
  }

  @Override
  public void onComplete() {
    throw new AssertionError("not expected");
  }
}
