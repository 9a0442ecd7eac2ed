package io.baton.dispatcher;

import io.baton.agents.EngineWork;
import io.baton.agents.RunOutcome;
import io.baton.agents.TimeSource;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a delivery, on another thread than the dispatcher's, with its context. It settles
 * exactly once: whoever settles it goes on to apply memory, publish the answer and count, as one
 * unit. It ends when its thread has left and nobody publishes by its context any more: then what it
 * caused was counted as begun, and nothing of it can meet the next attempt.
 */
abstract sealed class Attempt extends Context implements EngineWork
    permits AgentCall, ItemCall, RecoveryCall {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Delivery delivery;
  private final int number;
  private final Thread thread = Thread.currentThread();
  private final AtomicInteger emitted = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final Settling settling = new Settling();

  /** What its end waits for: its being settled, its threads, and whoever is just publishing. */
  private final AtomicInteger holds = new AtomicInteger(2);

  // Guarded by this.
  private List<Delayed> delayed = NONE_DELAYED;
  private List<RunState> children = List.of();
  private @Nullable AtWork atWork;

  /** Written by whoever settles it, read by whoever ends it; null if the delivery ends with it. */
  private @Nullable Next next;

  private volatile TimeSource.@Nullable Timer timer;

  Attempt(Delivery delivery, int number) {
    super(delivery.engine());
    this.delivery = delivery;
    this.number = number;
  }

  /** Does what is to be done, on the current thread; what it throws fails the attempt. */
  abstract void call() throws Exception;

  /** It has failed, and was settled as that. */
  abstract void failed(Throwable cause);

  /** Its run has ended early, and it was settled as that. */
  abstract void cancelled();

  /** It has answered, and its memory was applied. */
  abstract void answered(int events);

  /** The lane that tells apart what this publishes from what others of the delivery do. */
  int laneOf(int lane) {
    return lane;
  }

  /** The last step of all. */
  void ended() {}

  /** Makes the attempt; says whether the thread may go on with the permit by which it came. */
  final boolean make() {
    boolean isFree;
    try {
      if (delivery.isRunOver()) {
        settle(() -> {}); // as cancelled, since the run is over
      } else {
        ScopedValue.where(EngineWork.CURRENT, this).run(this::callOrFail);
      }
    } finally {
      isFree = leave();
    }
    return isFree;
  }

  private void callOrFail() {
    try {
      call();
    } catch (Throwable e) {
      // The edge of the thread: whatever an agent throws fails this attempt and nothing else.
      fail(e);
    }
  }

  /** The thread leaves the agent; says whether the permit by which it came is free. */
  final boolean leave() {
    settling.leave();
    Thread.interrupted();
    return holds.decrementAndGet() == 0 && delivery.ended(this, false);
  }

  /** Lets it fail if it has not settled in time; its thread is interrupted then. */
  final void limit(Duration limit) {
    timer = engine().time().schedule(Nanos.countable(limit), () -> timeOut(limit));
    if (settling.isSettled()) {
      // Whoever settled it meanwhile may have found no timer to cancel.
      cancelTimer();
    }
  }

  private void timeOut(Duration limit) {
    if (settling.stop(thread)) {
      conclude(() -> {
        delivery.traces().timedOut(number, limit);
        failWith(new TimeoutException("no answer within " + limit));
      });
    }
  }

  /** Ends it because its run has ended early. Who ends it by its own agent goes on to its end. */
  void stop() {
    boolean isByItself = thread.equals(Thread.currentThread()) && !settling.isLeft();
    if (!isByItself && settling.stop(thread)) {
      cancelTimer();
      conclude(this::cancelled);
    }
  }

  /** Settles it as failed, unless it has settled. */
  final void fail(Throwable cause) {
    settle(() -> failWith(cause));
  }

  private void failWith(Throwable cause) {
    dropChanges();
    cancelChildren();
    failed(cause);
  }

  /** Settles it with events as its answer, unless it has settled. */
  final void answer(Event[] events) {
    settle(() -> publish(events));
  }

  /** Settles it in some way, unless it has settled. */
  final void settle(Runnable how) {
    if (settling.settle()) {
      cancelTimer();
      conclude(how);
    }
  }

  private void conclude(Runnable how) {
    try {
      if (delivery.isRunOver()) {
        cancelChildren();
        dropChanges();
        delivery.skipped();
        cancelled();
      } else {
        how.run();
      }
    } catch (Throwable e) {
      // It has settled, so whoever calls this has no more use for the exception.
      log.error(
          "what a settled delivery led to is lost: dispatcher={} agent={}",
          engine().name(),
          route().name(),
          e);
      throw e;
    } finally {
      release();
    }
  }

  private void publish(Event[] events) {
    try {
      commit(delivery.message());
    } catch (Throwable e) {
      // The agent's own functions are applied here, and may throw anything.
      if (delivery.isRunOver()) {
        delivery.skipped(); // it has ended meanwhile, and its memory with it
        cancelled();
      } else {
        failWith(e);
      }
      return;
    }
    answered(events.length);
    delivery.handled();
    if (events.length > 0) {
      engine().publish(followUps(Lane.ANSWER, 0, null, events));
    }
    takeDelayed().forEach(this::schedule);
  }

  private void schedule(Delayed event) {
    engine().later(event, followUps(Lane.LATER, nextPosition(Lane.LATER), null, event.event()));
  }

  private FollowUps followUps(
      int lane, int position, @Nullable RunState childRun, Event... events) {
    Message parent = delivery.message();
    Carried carried = carried();
    return carried == null
        ? new FollowUps(parent, route(), laneOf(lane), position, childRun, events)
        : new CarryingFollowUps(carried, parent, route(), laneOf(lane), position, childRun, events);
  }

  /** The headers of what it publishes; null if it has those of its event. */
  @Nullable Carried carried() {
    return null;
  }

  /** What comes of the delivery when this attempt has ended. */
  final @Nullable Next next() {
    return next;
  }

  final void next(@Nullable Next next) {
    this.next = next;
  }

  final Delivery delivery() {
    return delivery;
  }

  @Override
  final synchronized @Nullable AtWork atWork() {
    Thread current = Thread.currentThread();
    boolean isMine =
        thread.equals(current) ? !settling.isLeft() : atWork != null && atWork.isHelper(current);
    return isMine ? threads() : null;
  }

  private synchronized AtWork threads() {
    AtWork all = atWork;
    if (all == null) {
      all = new AtWork(delivery);
      atWork = all;
    }
    return all;
  }

  /** A helper is held as who publishes is: the attempt does not end before it has. */
  @Override
  public final boolean begin(Thread helper) {
    if (!tryHold()) {
      return false;
    }
    threads().begin(helper);
    return true;
  }

  @Override
  public final void end(Thread helper) {
    threads().end(helper);
    release();
  }

  @Override
  public final void pause() {
    threads().pause();
  }

  @Override
  public final void resume() {
    threads().resume();
  }

  private void cancelTimer() {
    TimeSource.Timer current = timer;
    if (current != null) {
      current.cancel();
    }
  }

  final boolean isSettled() {
    return settling.isSettled();
  }

  @Override
  final void hold() {
    StackCheck.touch();
    if (!tryHold()) {
      throw settled();
    }
  }

  private boolean tryHold() {
    int now;
    do {
      now = holds.get();
      if (now == 0) {
        return false;
      }
    } while (!holds.compareAndSet(now, now + 1));
    if (settling.isSettled()) {
      release();
      return false;
    }
    return true;
  }

  @Override
  final void release() {
    if (holds.decrementAndGet() == 0) {
      delivery.ended(this, true);
    }
  }

  @Override
  final Message message() {
    if (settling.isSettled()) {
      throw settled();
    }
    return delivery.message();
  }

  @Override
  final Message delivered() {
    return delivery.message();
  }

  private IllegalStateException settled() {
    return new IllegalStateException(
        "attempt "
            + number
            + " of the delivery to "
            + route().name()
            + " has settled; its context must not be used any more");
  }

  @Override
  final RouteEntry route() {
    return delivery.route();
  }

  @Override
  public final int attempt() {
    message();
    return number;
  }

  /** The number of this attempt, also when it has settled. */
  final int number() {
    return number;
  }

  @Override
  public final boolean isCancelled() {
    return settling.isStopped() || super.isCancelled();
  }

  @Override
  final void touch() {}

  @Override
  final int nextPosition(int lane) {
    return (lane == Lane.EMITTED ? emitted : asked).getAndIncrement();
  }

  @Override
  final void publish(Event event, int lane, @Nullable RunState childRun) {
    if (childRun != null) {
      addChild(childRun);
    }
    engine().publish(followUps(lane, nextPosition(lane), childRun, event));
  }

  private synchronized void addChild(RunState child) {
    if (children.isEmpty()) {
      children = new ArrayList<>(1);
    }
    children.add(child);
  }

  /** What a failed attempt has asked for is of no use: the next one asks anew. */
  private void cancelChildren() {
    List<RunState> asked;
    synchronized (this) {
      asked = List.copyOf(children);
    }
    asked.forEach(child ->
        child.endWithRun(
            RunOutcome.CANCELLED, "the attempt that asked has ended without an answer"));
  }

  @Override
  final synchronized void keep(Delayed event) {
    message();
    if (delayed.isEmpty()) {
      delayed = new ArrayList<>();
    }
    delayed.add(event);
  }

  private synchronized List<Delayed> takeDelayed() {
    return delayed;
  }

  /** What comes after an attempt that did not settle the delivery. */
  sealed interface Next {

    /** The agent is called again. */
    record Again(Duration delay, Throwable cause) implements Next {}

    /** The route's recovery is asked. */
    record Recover(Throwable cause) implements Next {}
  }
}
