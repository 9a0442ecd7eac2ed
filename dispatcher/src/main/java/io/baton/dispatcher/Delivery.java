package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.agents.AsyncAgent;
import io.baton.agents.TimeSource;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One delivery on another thread than the dispatcher's, with its context. It settles exactly once:
 * whoever settles it goes on to apply memory, publish the answer and count, as one unit. It ends
 * when nobody publishes by its context any more: then what it caused was counted as begun.
 */
final class Delivery extends Context implements Runnable {

  static final Duration ASYNC_TIMEOUT = Duration.ofSeconds(60);

  private final Message message;
  private final RouteEntry route;
  private final AsyncAgent<Event> agent;
  private final Outlet outlet;

  /** False for what closed by time: no event is delivered then. */
  private final boolean isOfEvent;

  private final AtomicInteger emitted = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final Settling settling = new Settling();

  /** What its end waits for: its being settled, and whoever is just publishing by its context. */
  private final AtomicInteger holds = new AtomicInteger(1);

  /** Guarded by this. */
  private List<Delayed> delayed = NONE_DELAYED;

  private @Nullable DeliveryTrace trace;
  private volatile TimeSource.@Nullable Timer timeout;

  Delivery(
      Engine engine,
      Message message,
      RouteEntry route,
      AsyncAgent<Event> agent,
      Outlet outlet,
      boolean isOfEvent) {
    super(engine);
    this.message = message;
    this.route = route;
    this.agent = agent;
    this.outlet = outlet;
    this.isOfEvent = isOfEvent;
  }

  /** Calls the agent; when this returns, the delivery may still go on asynchronously. */
  @Override
  public void run() {
    RunState run = message.run();
    if (run != null && run.isOver()) {
      settling.settle();
      run.skipped();
      release();
      return;
    }
    ScopedValue.where(Inside.CURRENT, this).run(this::invoke);
  }

  private void invoke() {
    try {
      trace = DeliveryTrace.startIfOn(engine(), message, route);
      if (agent instanceof Agent<Event> blocking) {
        succeed(blocking.receive(message.event(), this));
      } else {
        await(agent.receiveAsync(message.event(), this));
      }
    } catch (Throwable e) {
      // The edge of the thread: whatever an agent throws fails this delivery and nothing else.
      fail(e);
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
    if (!settling.isSettled()) {
      timeout =
          engine()
              .time()
              .schedule(
                  ASYNC_TIMEOUT,
                  () -> fail(new TimeoutException("no answer within " + ASYNC_TIMEOUT)));
      if (settling.isSettled()) {
        // Whoever settled it meanwhile may have found no timer to cancel.
        cancelTimeout();
      }
    }
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
    if (settling.settle()) {
      try {
        conclude(events);
      } finally {
        release();
      }
    }
  }

  private void conclude(Event[] events) {
    RunState run = message.run();
    if (run != null && run.isOver()) {
      run.skipped();
      traceEnd(0);
      return;
    }
    try {
      commit(message);
    } catch (Throwable e) {
      // The agent's own functions are applied here, and may throw anything.
      if (run != null && run.isOver()) {
        run.skipped(); // it has ended meanwhile, and its memory with it
        traceEnd(0);
      } else {
        bury(e);
      }
      return;
    }
    traceEnd(events.length);
    if (isOfEvent) {
      engine().tally().handled(run);
    }
    if (events.length > 0) {
      engine().publish(new FollowUps(message, route, Lane.ANSWER, 0, null, events));
    }
    takeDelayed().forEach(this::schedule);
  }

  private void traceEnd(int answers) {
    if (trace != null) {
      trace.ended(answers);
    }
  }

  /** Settles it as failed, unless it has settled. */
  void fail(Throwable cause) {
    if (settling.settle()) {
      try {
        bury(cause);
      } finally {
        release();
      }
    }
  }

  private void bury(Throwable cause) {
    dropChanges();
    if (trace != null) {
      trace.failed(cause);
    }
    engine().failures().bury(message, route, 1, cause);
  }

  @Override
  void hold() {
    StackCheck.touchDeep();
    int now;
    do {
      now = holds.get();
      if (now == 0) {
        throw settled();
      }
    } while (!holds.compareAndSet(now, now + 1));
    if (settling.isSettled()) {
      release();
      throw settled();
    }
  }

  @Override
  void release() {
    if (holds.decrementAndGet() == 0) {
      end();
    }
  }

  /** The last step, after everything that this delivery has caused was counted as begun. */
  private void end() {
    try {
      cancelTimeout();
      outlet.ended(this);
    } finally {
      RunState run = message.run();
      if (run != null) {
        run.end();
      }
      engine().finished();
    }
  }

  private void cancelTimeout() {
    TimeSource.Timer timer = timeout;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void schedule(Delayed event) {
    engine()
        .later(
            event,
            new FollowUps(
                message, route, Lane.LATER, asked.getAndIncrement(), null, event.event()));
  }

  /** Says whether the delivery has settled by the time its thread is done with it. */
  boolean leave() {
    return settling.leave();
  }

  /** Whether its thread had gone on before it settled. */
  boolean wasLeft() {
    return settling.wasLeft();
  }

  @Override
  Message message() {
    if (settling.isSettled()) {
      throw settled();
    }
    return message;
  }

  @Override
  Message delivered() {
    return message;
  }

  private IllegalStateException settled() {
    return new IllegalStateException(
        "the delivery to " + route.name() + " has settled; its context must not be used any more");
  }

  @Override
  RouteEntry route() {
    return route;
  }

  @Override
  void touch() {}

  @Override
  int nextPosition(int lane) {
    return (lane == Lane.EMITTED ? emitted : asked).getAndIncrement();
  }

  @Override
  void publish(Event event, int lane, @Nullable RunState childRun) {
    engine().publish(new FollowUps(message, route, lane, nextPosition(lane), childRun, event));
  }

  @Override
  synchronized void keep(Delayed event) {
    message();
    if (delayed.isEmpty()) {
      delayed = new ArrayList<>();
    }
    delayed.add(event);
  }

  private synchronized List<Delayed> takeDelayed() {
    return delayed;
  }
}
