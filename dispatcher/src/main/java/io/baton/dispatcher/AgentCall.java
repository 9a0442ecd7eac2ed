package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.agents.AsyncAgent;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An attempt that calls the agent; when the call returns, it may still go on asynchronously. */
final class AgentCall extends Attempt {

  static final Duration ASYNC_TIMEOUT = Duration.ofSeconds(60);

  private final AsyncAgent<Event> agent;
  private final @Nullable DeliveryTrace trace;

  /** Written by its thread before anybody can settle it but by a stop, then by who settles it. */
  private volatile Guard.@Nullable Pass pass;

  AgentCall(Delivery delivery, int number, AsyncAgent<Event> agent, @Nullable DeliveryTrace trace) {
    super(delivery, number);
    this.agent = agent;
    this.trace = trace;
  }

  @Override
  void call() throws Exception {
    if (trace == null) {
      callAgent();
    } else {
      callTraced(trace);
    }
  }

  private void callTraced(DeliveryTrace trace) throws Exception {
    trace.enter();
    try {
      callAgent();
    } finally {
      trace.leave();
    }
  }

  @Override
  @Nullable Carried carried() {
    return trace == null ? null : trace.carried();
  }

  private void callAgent() throws Exception {
    Guard guard = route().guard();
    if (guard != null) {
      pass = guard.enter(engine());
    }
    Duration limit = route().spec().policy().timeout();
    if (limit != null) {
      limit(limit);
    }
    Event event = delivery().message().event();
    if (agent instanceof Agent<Event> blocking) {
      succeed(blocking.receive(event, this));
    } else {
      await(agent.receiveAsync(event, this));
      if (limit == null && !isSettled()) {
        limit(ASYNC_TIMEOUT);
      }
    }
  }

  private void await(@Nullable CompletionStage<? extends List<? extends Event>> stage) {
    if (stage == null) {
      throw new NullPointerException("the agent answered null instead of a stage");
    }
    stage.whenComplete((answer, error) -> {
      if (error == null) {
        succeed(answer);
      } else {
        fail(
            error instanceof CompletionException && error.getCause() != null
                ? error.getCause()
                : error);
      }
    });
  }

  private void succeed(@Nullable List<? extends Event> answer) {
    Event[] events;
    try {
      events = Answers.checked(answer);
    } catch (Throwable e) {
      // The agent's own list may throw anything.
      fail(e);
      return;
    }
    answer(events);
  }

  @Override
  void answered(int events) {
    Guard.Pass used = takePass();
    if (used != null) {
      used.succeeded();
    }
    if (trace != null) {
      trace.ended(events);
    }
  }

  @Override
  void failed(Throwable cause) {
    Guard.Pass used = takePass();
    if (used != null) {
      used.failed(cause);
    }
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

  @Override
  void ended() {
    Guard.Pass unused = takePass();
    if (unused != null) {
      unused.abandoned();
    }
  }

  private Guard.@Nullable Pass takePass() {
    Guard.Pass current = pass;
    pass = null;
    return current;
  }
}
