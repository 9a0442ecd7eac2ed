package io.baton.agents.llm;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A subscriber that does something with its subscription at the first event, and may throw.
 *
 * @param act what it does
 */
record ThrowingSubscriber(Consumer<Flow.Subscription> act, Flow.Subscription[] given)
    implements Flow.Subscriber<FieldEvent> {

  ThrowingSubscriber(Consumer<Flow.Subscription> act) {
    this(act, new Flow.Subscription[1]);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    given[0] = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(FieldEvent event) {
    act.accept(given[0]);
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
