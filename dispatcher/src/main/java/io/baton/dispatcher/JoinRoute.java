package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.Arrival;
import io.baton.agents.JoinClosing;
import io.baton.agents.JoinObserver;
import io.baton.agents.JoinStore;
import io.baton.agents.TimeSource;
import io.baton.agents.WhenLate;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A route to a join. Parts are collected on the dispatcher's thread, which takes well under a
 * microsecond and never blocks; the function that makes the answer runs where the route says.
 */
final class JoinRoute extends RouteEntry implements JoinObserver {

  /** The agent of a closing: it calls the function of the join that has closed. */
  private static final Agent<Event> ANSWERING =
      (event, context) ->
          Objects.requireNonNull(((Context) context).message().closing()).answer(context);

  private final Agent<Event> answering;
  private final JoinStore store;
  private final Outlet outlet;

  // Confined to the dispatcher's thread.
  private @Nullable Loop loop;
  private TimeSource.@Nullable Timer timer;
  private boolean hasOpened;
  private boolean isBuried;

  JoinRoute(Router router, RouteSpec spec, AggregatorAgent join) {
    super(router, spec);
    answering = (Agent<Event>) called(ANSWERING);
    store = join.store();
    outlet = Outlet.of(spec);
  }

  JoinStore store() {
    return store;
  }

  @Override
  void deliver(Loop loop, Message message) {
    hasOpened = false;
    isBuried = false;
    long now = store.isTimed() ? loop.engine().time().nanoTime() : 0;
    JoinClosing complete;
    try {
      if (this.loop == null) {
        attach(loop);
      }
      complete = store.add(message, now, this);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // A function of the user's, by which the join finds its key or its size, has failed; or
      // another dispatcher has this join.
      loop.engine().failures().bury(message, this, 1, e);
      return;
    }
    if (hasOpened) {
      afterOpening(loop);
    }
    if (complete == null) {
      if (!isBuried) {
        loop.calls().countHandled(message);
      }
    } else {
      close(loop, complete, true);
    }
  }

  private void attach(Loop loop) {
    var engine = loop.engine();
    store.attach(() -> engine.post(Post.of(_ -> store.serve())));
    loop.joins().add(this);
    this.loop = loop;
  }

  private void afterOpening(Loop loop) {
    for (var old = store.evict(); old != null; old = store.evict()) {
      close(loop, old, false);
    }
    if (store.isTimed() && timer == null) {
      scheduleNext(loop);
    }
  }

  private void scheduleNext(Loop loop) {
    long due = store.nextDeadline();
    if (due != Long.MAX_VALUE) {
      var engine = loop.engine();
      long delay = Math.max(0, due - engine.time().nanoTime());
      timer =
          engine.time().schedule(Duration.ofNanos(delay), () -> engine.post(Post.of(this::expire)));
    }
  }

  private void expire(Loop loop) {
    timer = null;
    long now = loop.engine().time().nanoTime();
    for (var due = store.expire(now); due != null; due = store.expire(now)) {
      close(loop, due, false);
    }
    scheduleNext(loop);
  }

  /**
   * Closes the oldest join of a run that can no longer be completed; says whether there was one.
   */
  boolean starve(Loop loop, RunState run) {
    JoinClosing starved = store.starve(run);
    if (starved == null) {
      return false;
    }
    close(loop, starved, false);
    return true;
  }

  /** Drops the joins of a run that has ended early. */
  void discard(Loop loop, RunState run) {
    for (int n = store.discard(run); n > 0; n--) {
      run.joinClosed(this);
      countClosed(loop);
    }
  }

  private void close(Loop loop, JoinClosing closing, boolean isOfEvent) {
    RunState run = (RunState) closing.owner();
    trace(loop, closing);
    Message message = loop.closing(closing);
    if (run != null) {
      run.begin();
      run.joinClosed(this);
    }
    if (spec().execution() == Execution.INLINE) {
      loop.invokeClosing(this, answering, message, isOfEvent);
    } else {
      outlet.submit(
          loop.engine(),
          new Delivery(loop.engine(), message.copy(), this, answering, outlet, isOfEvent));
    }
    if (run != null) {
      run.end();
    }
    countClosed(loop);
  }

  private void countClosed(Loop loop) {
    if (store.isTimed()) {
      loop.engine().unscheduled();
    }
  }

  @Override
  public void joinOpened(Arrival first) {
    hasOpened = true;
    Loop current = Objects.requireNonNull(loop);
    if (store.isTimed()) {
      current.engine().scheduled();
    }
    if (first.owner() instanceof RunState run) {
      run.joinOpened(this);
    }
    if (current.engine().tracing().isOn()) {
      var id = new CorrelationId(first.correlationHigh(), first.correlationLow());
      current
          .engine()
          .tracing()
          .trace(new TraceEvent.JoinOpened(id, name(), current.engine().time().now()));
    }
  }

  @Override
  public void partDropped(Arrival part, Fate fate) {
    Loop current = Objects.requireNonNull(loop);
    current.engine().tally().partDropped();
    if (fate == Fate.LATE && store.onLate() == WhenLate.DEAD_LETTER) {
      isBuried = true;
      current
          .engine()
          .failures()
          .bury(
              (Message) part,
              this,
              0,
              new DispatchException("the part came after its join had closed"));
    }
  }

  private void trace(Loop loop, JoinClosing closing) {
    var engine = loop.engine();
    if (engine.tracing().isOn()) {
      var id = new CorrelationId(closing.correlationHigh(), closing.correlationLow());
      var parts = closing.parts();
      engine
          .tracing()
          .trace(
              new TraceEvent.JoinClosed(
                  id,
                  name(),
                  engine.time().now(),
                  parts.closed().name(),
                  closing.causes(),
                  parts.missing().stream().map(missing -> missing.slot()).toList()));
    }
  }

  @Override
  boolean isFull() {
    return outlet.isFull();
  }

  @Override
  long queued() {
    return outlet.queued();
  }

  @Override
  long running() {
    return outlet.running();
  }

  @Override
  long resting() {
    return outlet.resting();
  }
}
