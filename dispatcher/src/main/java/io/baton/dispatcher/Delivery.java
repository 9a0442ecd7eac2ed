package io.baton.dispatcher;

import io.baton.agents.AsyncAgent;
import io.baton.agents.MemoryConflictException;
import io.baton.agents.RunOutcome;
import io.baton.events.Event;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One event to one route whose agent runs on other threads than the dispatcher's: all of its
 * attempts, one after the other, with the waits in between. It ends exactly once.
 *
 * <p>What is not final is handed on, from the end of an attempt, by way of the dispatcher's thread,
 * to the beginning of the next; only {@link #endWithRun} comes from elsewhere.
 */
final class Delivery extends Queued implements Runnable, RunPart {

  private final Engine engine;
  private final Message message;
  private final RouteEntry route;
  private final AsyncAgent<Event> agent;
  private final Outlet outlet;

  /** False for what closed by time: no event is delivered then. */
  private final boolean isOfEvent;

  /** Whether the next attempt is to be made, so that it is made, or refused, only once. */
  private final AtomicBoolean isDue = new AtomicBoolean(true);

  private int attempts;

  /** Why the last attempt failed; null if none has. */
  private @Nullable Throwable cause;

  private boolean isToRecover;
  private boolean hasPlace;
  private boolean wasLeft;
  private long queuedAt;
  private volatile @Nullable Attempt current;
  private volatile @Nullable Rest rest;

  Delivery(
      Engine engine,
      Message message,
      RouteEntry route,
      AsyncAgent<Event> agent,
      Outlet outlet,
      boolean isOfEvent) {
    this.engine = engine;
    this.message = message;
    this.route = route;
    this.agent = agent;
    this.outlet = outlet;
    this.isOfEvent = isOfEvent;
    queuedAt = message.queuedAt();
    RunWork work = route.runWork();
    if (work != null) {
      work.begin(message.run());
    }
  }

  /** As {@link #attempt}, for where there are no permits. */
  @Override
  public void run() {
    attempt();
  }

  /**
   * Makes one attempt; when this returns, it may still go on asynchronously.
   *
   * @return whether the thread may go on with the permit by which the delivery came; if not, it is
   *     with the delivery, or was handed on
   */
  boolean attempt() {
    if (!isDue.compareAndSet(true, false)) {
      return true;
    }
    wasLeft = false;
    if (isRunOver()) {
      skip();
      return true;
    }
    boolean isFree = reserveAndBegin();
    if (!Thread.currentThread().isVirtual()) {
      Leftovers.clear(); // it comes from a pool
    }
    return isFree;
  }

  private boolean reserveAndBegin() {
    Guard guard = route.guard();
    if (guard == null || hasPlace || isToRecover) {
      return begin();
    }
    hasPlace = true;
    Duration wait = guard.reserve(engine);
    return wait.isZero() ? begin() : rest(wait);
  }

  private boolean begin() {
    Attempt next;
    try {
      next = next();
    } catch (Throwable e) {
      // Tracing needs memory and stack, of which there may be none.
      wasLeft = false;
      giveUp(e);
      return true;
    }
    current = next;
    register();
    return next.make();
  }

  /** From now on its run, if that ends early, stops it. */
  private void register() {
    RunState run = message.run();
    if (run != null) {
      run.add(this);
    }
  }

  /** Begins an attempt as part of a batch; null if there is nothing to be done. */
  @Nullable ItemCall beginItem() {
    if (!isDue.compareAndSet(true, false)) {
      return null;
    }
    wasLeft = false;
    if (isRunOver()) {
      skip();
      return null;
    }
    ItemCall call;
    try {
      attempts++;
      var trace = DeliveryTrace.startIfOn(engine, message, route, attempts, queuedAt);
      call = new ItemCall(this, attempts, trace);
    } catch (Throwable e) {
      // Tracing needs memory and stack, of which there may be none.
      giveUp(e);
      return null;
    }
    current = call;
    return call;
  }

  /** Whether the next thing to be done is to learn what becomes of it. */
  boolean isToRecover() {
    return isToRecover;
  }

  private Attempt next() {
    Recovery.Handler<Event> recovery = route.spec().policy().recovery();
    if (isToRecover && recovery != null && cause != null) {
      isToRecover = false;
      return new RecoveryCall(this, attempts, recovery, cause);
    }
    hasPlace = false;
    attempts++;
    var trace = DeliveryTrace.startIfOn(engine, message, route, attempts, queuedAt);
    return new AgentCall(this, attempts, agent, trace);
  }

  /**
   * An attempt has ended: its thread has left the agent, and it can publish nothing more.
   *
   * @param wasLeft whether its thread had gone on before that, without the permit
   * @return whether that permit is free now
   */
  boolean ended(Attempt attempt, boolean wasLeft) {
    this.wasLeft = wasLeft;
    attempt.ended();
    return switch (attempt.next()) {
      case null -> {
        end();
        yield true;
      }
      case Attempt.Next.Again again -> {
        cause = again.cause();
        yield rest(again.delay());
      }
      case Attempt.Next.Recover recover -> {
        cause = recover.cause();
        isToRecover = true;
        yield rest(Duration.ZERO);
      }
    };
  }

  /** Waits until the next attempt is due; says whether the permit is free meanwhile. */
  private boolean rest(Duration delay) {
    boolean isFree = outlet.retrying(this);
    try {
      if (delay.isZero()) {
        engine.post(Post.of(_ -> goOn()));
      } else {
        restUntil(delay);
      }
    } catch (Throwable e) {
      // The clock is foreign code.
      wasLeft = !isFree;
      giveUp(e);
    }
    return isFree;
  }

  private void restUntil(Duration delay) {
    var pause = new Rest(engine, this);
    rest = pause;
    register();
    pause.begin(delay);
    if (isRunOver()) {
      pause.end();
    }
  }

  /** The time of the next attempt has come. Called by the dispatcher's thread. */
  void goOn() {
    rest = null;
    if (!hasPlace && engine.tracing().isOn()) { // for a place, it has waited for its agent
      queuedAt = engine.time().nanoTime();
    }
    isDue.set(true);
    outlet.again(this);
  }

  /** What comes after a failed attempt; null if nothing does, and the delivery is buried. */
  Attempt.@Nullable Next afterFailure(Throwable cause, int attempt) {
    Policy policy = route.spec().policy();
    Retry retry = policy.retry();
    if (retry != null && isRepeatable(retry, cause, attempt)) {
      Duration delay = delay(retry, cause, attempt);
      traces().retried(attempt, delay, cause);
      return new Attempt.Next.Again(delay, cause);
    }
    if (policy.recovery() != null) {
      return new Attempt.Next.Recover(cause);
    }
    bury(cause, attempt);
    return null;
  }

  private boolean isRepeatable(Retry retry, Throwable cause, int attempt) {
    if (cause instanceof MemoryConflictException) {
      return retry.isAfter(attempt);
    }
    try {
      return retry.isAfter(attempt, cause);
    } catch (Throwable e) {
      // The predicate is foreign code, and may throw anything.
      warn("the retry's predicate", e);
      return false;
    }
  }

  private Duration delay(Retry retry, Throwable cause, int attempt) {
    Duration delay = retry.delay(attempt, engine.random());
    if (cause instanceof CircuitOpenException open && open.remaining().compareTo(delay) > 0) {
      return open.remaining();
    }
    return delay;
  }

  void bury(Throwable cause, int attempt) {
    engine.failures().bury(message, route, attempt, cause);
  }

  /** As {@link #bury}, and its run ends as failed. */
  void buryWithRun(Throwable cause, int attempt, String reason) {
    engine.failures().bury(message, route, attempt, cause, reason);
  }

  void warn(String what, Throwable failure) {
    engine.failures().warn(what, message, route, failure);
  }

  void handled() {
    if (isOfEvent) {
      engine.tally().handled(message.run());
    }
  }

  void skipped() {
    RunState run = message.run();
    if (run != null) {
      run.skipped();
    }
  }

  /** Ends it without a further attempt, since its run has ended early. */
  private void skip() {
    wasLeft = false;
    skipped();
    traces().withdrawn(attempts);
    end();
  }

  /** Ends it without an attempt, since there is no room for it at its route. */
  void drop() {
    if (isDue.compareAndSet(true, false)) {
      wasLeft = false;
      engine.tally().dropped(message.run());
      traces().dropped();
      end();
    }
  }

  /** No thread is to be had for the next attempt. */
  void fail(Throwable cause) {
    if (isDue.compareAndSet(true, false)) {
      wasLeft = false;
      giveUp(cause);
    }
  }

  private void giveUp(Throwable why) {
    try {
      if (cause == null) {
        bury(why, attempts);
      } else {
        warn("a further attempt", why);
        bury(cause, attempts);
      }
    } finally {
      end();
    }
  }

  /** The last step, after everything that this delivery has caused was counted as begun. */
  private void end() {
    try {
      outlet.ended(this);
    } finally {
      RunState run = message.run();
      RunWork work = route.runWork();
      if (work != null) {
        work.end(run);
      }
      if (run != null) {
        run.remove(this);
        run.end();
      }
      engine.finished();
    }
  }

  @Override
  public void endWithRun(RunOutcome how, String why) {
    Attempt attempt = current;
    if (attempt != null) {
      attempt.stop();
    }
    Rest pause = rest;
    if (pause != null) {
      pause.end();
    }
  }

  boolean isRunOver() {
    RunState run = message.run();
    return run != null && run.isOver();
  }

  /** Whether its thread had gone on, without the permit, before its last attempt ended. */
  boolean wasLeft() {
    return wasLeft;
  }

  FailureTrace traces() {
    return new FailureTrace(engine, message, route);
  }

  Outlet outlet() {
    return outlet;
  }

  Engine engine() {
    return engine;
  }

  Message message() {
    return message;
  }

  RouteEntry route() {
    return route;
  }
}
