package io.baton.dispatcher;

import io.baton.events.Event;
import java.time.Duration;
import java.util.Objects;

/** An attempt to learn from a route's recovery what becomes of a delivery that has failed. */
final class RecoveryCall extends Attempt {

  private static final Event[] NONE = {};

  private final Recovery.Handler<Event> handler;
  private final Throwable cause;

  RecoveryCall(Delivery delivery, int number, Recovery.Handler<Event> handler, Throwable cause) {
    super(delivery, number);
    this.handler = handler;
    this.cause = cause;
  }

  @Override
  void call() throws Exception {
    Duration limit = route().spec().policy().timeout();
    if (limit != null) {
      limit(limit);
    }
    Recovery recovery = handler.recover(delivery().message().event(), cause, this);
    Objects.requireNonNull(recovery, "the recovery answered null");
    switch (recovery) {
      case Recovery.Replace replace -> answer(replace.events().toArray(NONE));
      case Recovery.RetryAfter again -> settle(() -> retry(again));
      case Recovery.Bury _ -> settle(this::bury);
      case Recovery.FailRun fail -> settle(() -> failRun(fail));
    }
  }

  private void retry(Recovery.RetryAfter again) {
    report(Recovery.RetryAfter.class);
    delivery().traces().retried(number(), again.delay(), cause);
    next(new Next.Again(again.delay(), cause));
  }

  private void bury() {
    report(Recovery.Bury.class);
    delivery().bury(cause, number());
  }

  private void failRun(Recovery.FailRun fail) {
    report(Recovery.FailRun.class);
    delivery().buryWithRun(cause, number(), fail.reason());
  }

  private void report(Class<? extends Recovery> recovery) {
    delivery().traces().recovered(number(), recovery);
  }

  @Override
  void failed(Throwable failure) {
    delivery().warn("recovery", failure);
    delivery().bury(cause, number());
  }

  /** The answer takes the place of the agent's; all else is beside what the agent published. */
  @Override
  int laneOf(int lane) {
    return lane == Lane.ANSWER ? lane : lane + Lane.RECOVERY;
  }

  @Override
  void cancelled() {}

  @Override
  void answered(int events) {
    report(Recovery.Replace.class);
  }
}
