package io.baton.dispatcher;

import io.baton.tracing.AgentAttempt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempt to handle one event as part of a batch. Its thread works for others too, so the end
 * of its run does not interrupt it, but is seen when the agent has ended.
 */
final class ItemCall extends Attempt {

  private final @Nullable DeliveryTrace trace;

  ItemCall(Delivery delivery, int number, @Nullable DeliveryTrace trace) {
    super(delivery, number);
    this.trace = trace;
  }

  /** What the tracers are told of it. */
  AgentAttempt attempted() {
    return new AgentAttempt(delivery().message().envelope(), route().name(), number(), List.of());
  }

  @Override
  void call() {
    throw new IllegalStateException("an item is handled with its batch");
  }

  @Override
  void stop() {}

  @Override
  void answered(int events) {
    if (trace != null) {
      trace.ended(events);
    }
  }

  @Override
  void failed(Throwable cause) {
    if (trace != null) {
      trace.failed(cause);
    }
    next(delivery().afterFailure(cause, number()));
  }

  @Override
  void cancelled() {
    if (trace != null) {
      trace.cancelled();
    }
  }
}
