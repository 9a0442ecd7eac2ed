package io.baton.dispatcher;

import io.baton.agents.Agent;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.Arrival;
import io.baton.agents.Closed;
import io.baton.agents.JoinClosing;
import io.baton.agents.JoinObserver;
import io.baton.agents.JoinStore;
import io.baton.agents.TimeSource;
import io.baton.agents.WhenFailed;
import io.baton.agents.WhenLate;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.tracing.AgentAttempt;
import io.baton.tracing.TraceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A route to a join. Parts are collected on the dispatcher's thread, which takes well under a
 * microsecond and never blocks; the function that makes the answer runs where the route says.
 */
final class JoinRoute extends RouteEntry implements JoinObserver {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  /** The agent of a closing: it calls the function of the join that has closed. */
  private static final Agent<Event> ANSWERING =
      (event, context) ->
          Objects.requireNonNull(((Context) context).message().closing()).answer(context);

  private final Agent<Event> answering;
  private final JoinStore store;
  private final boolean isTimed;

  /** Whether the function is called on the dispatcher's thread, and not as a strict one. */
  private final boolean isDirect;

  private final Outlet outlet;
  private final JoinSources sources;

  // Confined to the dispatcher's thread.
  private @Nullable Loop loop;
  private TimeSource.@Nullable Timer timer;
  private boolean hasOpened;
  private boolean isBuried;
  private @Nullable PartHeaders partHeaders;

  JoinRoute(Router router, RouteSpec spec, AggregatorAgent join) {
    super(router, spec);
    answering = (Agent<Event>) called(ANSWERING);
    store = join.store();
    isTimed = store.isTimed();
    isDirect = spec.execution() == Execution.INLINE && !spec.policy().isStrict();
    outlet = Outlet.of(spec);
    sources = new JoinSources(router, this);
  }

  JoinStore store() {
    return store;
  }

  /** Where its parts come from. */
  JoinSources sources() {
    return sources;
  }

  @Override
  void deliver(Loop loop, Message message) {
    hasOpened = false;
    isBuried = false;
    long now = isTimed ? loop.engine().time().nanoTime() : 0;
    JoinClosing closing;
    try {
      if (this.loop == null) {
        attach(loop);
      }
      closing = store.add(message, now, this);
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
    if (closing == null) {
      if (!isBuried) {
        loop.calls().countHandled(message);
      }
    } else {
      close(loop, closing, true);
    }
  }

  /**
   * Whether it has taken part in the joins of this dispatcher, as it does with its first part.
   * Until then another route may have them, and give them up.
   */
  boolean isAttached() {
    return loop != null;
  }

  /** A join has closed by a part that came by a {@link PartCall}. */
  void closeFresh(Loop loop, JoinClosing join) {
    if (isDirect) {
      loop.answer(this, join);
    } else {
      close(loop, join, true);
    }
  }

  /** The slot for parts of a class that come by a {@link PartCall}; -1 if none may. */
  int freshSlot(Class<? extends Event> type) {
    return isFiltered() ? -1 : store.freshSlot(type);
  }

  private void attach(Loop loop) {
    var engine = loop.engine();
    loop.joins().removeIf(other -> other.leave(loop, store));
    store.attach(
        () -> engine.post(Post.of(_ -> store.serve())),
        sources,
        () -> engine.ids().root(engine.time().epochMillis()));
    loop.joins().add(this);
    engine.failures().joins().began(this);
    this.loop = loop;
  }

  /**
   * Leaves the dispatcher if its route was removed and has nothing more to do, or if another one
   * has its joins from now on; says whether it does.
   */
  private boolean leave(Loop loop, JoinStore next) {
    if (store != next) {
      if (!isRemoved() || !Reports.remaining(this).isNothing()) {
        return false;
      }
      store.detach();
      this.loop = null;
    }
    loop.engine().failures().joins().ended(this);
    return true;
  }

  private void afterOpening(Loop loop) {
    for (var old = store.evict(); old != null; old = store.evict()) {
      warnOfEviction(loop, old);
      close(loop, old, false);
    }
    if (isTimed && timer == null) {
      scheduleNext(loop);
    }
  }

  /** Tells of the first, and again whenever their number has doubled. */
  private void warnOfEviction(Loop loop, JoinClosing old) {
    long evicted = store.counts().evicted();
    if (Long.bitCount(evicted) == 1) {
      log.warn(
          "join closed, since too many are open: dispatcher={} join={} open={} evicted={}"
              + " correlation={}",
          loop.engine().name(),
          name(),
          store.open(),
          evicted,
          new CorrelationId(old.correlationHigh(), old.correlationLow()));
    }
  }

  private void scheduleNext(Loop loop) {
    long due = store.nextDeadline();
    if (due != Long.MAX_VALUE) {
      var engine = loop.engine();
      long delay = Math.max(0, due - engine.time().nanoTime());
      try {
        timer =
            engine
                .time()
                .schedule(Duration.ofNanos(delay), () -> engine.post(Post.of(this::expire)));
      } catch (RuntimeException e) {
        // The clock is foreign code. Whoever opens the next join asks it once more.
        log.error(
            "joins wait without a limit, since the clock refused it: dispatcher={} join={}",
            engine.name(),
            name(),
            e);
      }
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
    for (var discarded : store.discard(run)) {
      takeHeaders(discarded);
      trace(loop, discarded);
      run.joinClosed(this);
      countClosed(loop);
    }
  }

  /** A delivery has failed for good whose agent could perhaps have brought a part. */
  void failed(Loop loop, Message message, RouteEntry route, String reason) {
    RunState run = message.run();
    if (run != null && run.isOver()) {
      return;
    }
    JoinClosing closing;
    try {
      if (this.loop == null) {
        attach(loop);
      }
      closing = store.fail(message, reason, type -> sources.couldBring(route, message, type));
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // Another dispatcher has this join, or the equals of a key of the user's has failed.
      log.warn("a join could not be told of a failure: join={}", name(), e);
      return;
    }
    if (closing != null) {
      close(loop, closing, false);
    }
  }

  private void close(Loop loop, JoinClosing closing, boolean isOfEvent) {
    RunState run = (RunState) closing.owner();
    Message message = loop.closing(closing);
    carry(message, takeHeaders(closing));
    trace(loop, closing);
    if (closing.closed() == Closed.FAILED && store.onFailure() == WhenFailed.FAIL) {
      fail(loop, closing, message, run);
      return;
    }
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

  private void fail(Loop loop, JoinClosing closing, Message message, @Nullable RunState run) {
    var cause = JoinFailedException.of(name(), closing);
    if (run != null) {
      run.begin();
      run.joinClosed(this);
    }
    String why = String.valueOf(cause.getMessage());
    loop.engine().failures().bury(message, this, 0, cause, why);
    if (run != null) {
      run.end();
    }
    countClosed(loop);
  }

  private void countClosed(Loop loop) {
    if (isTimed) {
      loop.engine().unscheduled();
    }
  }

  @Override
  public void joinOpened(Arrival first) {
    hasOpened = true;
    Loop current = Objects.requireNonNull(loop);
    if (isTimed) {
      current.engine().scheduled();
    }
    if (first.owner() instanceof RunState run) {
      run.joinOpened(this);
    }
    if (current.isTracing()) {
      var id = new CorrelationId(first.correlationHigh(), first.correlationLow());
      current
          .engine()
          .tracing()
          .trace(
              new TraceEvent.JoinOpened(
                  id,
                  new EventId(first.idHigh(), first.idLow()),
                  name(),
                  current.engine().time().now()));
    }
  }

  @Override
  public void partKept(Arrival part, Arrival opener) {
    Loop current = Objects.requireNonNull(loop);
    if (current.isTracing()) {
      var engine = current.engine();
      engine
          .tracing()
          .trace(
              new TraceEvent.PartJoined(
                  new CorrelationId(part.correlationHigh(), part.correlationLow()),
                  new EventId(part.idHigh(), part.idLow()),
                  name(),
                  new EventId(opener.idHigh(), opener.idLow()),
                  engine.time().now()));
    }
  }

  @Override
  public void partDropped(Arrival part, Fate fate) {
    Loop current = Objects.requireNonNull(loop);
    current.engine().tally().partDropped();
    traceDropped(current, part, fate);
    if (fate == Fate.LATE && store.onLate() == WhenLate.DEAD_LETTER) {
      isBuried = true;
      current
          .engine()
          .failures()
          .keep(
              (Message) part,
              this,
              0,
              new DispatchException("the part came after its join had closed"));
    }
  }

  private void traceDropped(Loop loop, Arrival part, Fate fate) {
    if (loop.isTracing()) {
      var engine = loop.engine();
      engine
          .tracing()
          .trace(
              new TraceEvent.PartDropped(
                  new CorrelationId(part.correlationHigh(), part.correlationLow()),
                  new EventId(part.idHigh(), part.idLow()),
                  name(),
                  engine.time().now(),
                  fate.name()));
    }
  }

  /** A part is about to come, whose headers the functions of joins will want to know. */
  static void rememberHeaders(Message part, RouteEntry[] routes) {
    for (var route : routes) {
      if (route instanceof JoinRoute join) {
        join.rememberHeaders(part);
      }
    }
  }

  private void rememberHeaders(Message part) {
    if (partHeaders == null) {
      partHeaders = new PartHeaders();
    }
    partHeaders.add(part);
  }

  /** The headers of the parts of a join, which are remembered no longer. */
  private List<AgentAttempt.Part> takeHeaders(JoinClosing closing) {
    return partHeaders == null ? List.of() : partHeaders.take(closing.causes());
  }

  private void trace(Loop loop, JoinClosing closing) {
    if (loop.isTracing()) {
      var engine = loop.engine();
      var id = new CorrelationId(closing.correlationHigh(), closing.correlationLow());
      var parts = closing.parts();
      engine
          .tracing()
          .trace(
              new TraceEvent.JoinClosed(
                  id,
                  name(),
                  new EventId(closing.idHigh(), closing.idLow()),
                  engine.time().now(),
                  parts.closed().name(),
                  closing.causes(),
                  parts.missing().stream().map(missing -> missing.slot()).toList()));
    }
  }

  /** What comes of a join goes on where its first part came from. */
  private static void carry(Message message, List<AgentAttempt.Part> parts) {
    if (!parts.isEmpty()) {
      Headers headers = parts.getFirst().headers();
      message.carry(new Carried(headers, parts, headers));
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
