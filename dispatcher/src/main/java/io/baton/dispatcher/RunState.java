package io.baton.dispatcher;

import io.baton.agents.RunOutcome;
import io.baton.agents.RunReport;
import io.baton.agents.WorkingMemory;
import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.events.RunCancelled;
import io.baton.events.RunId;
import io.baton.events.SystemEvent;
import io.baton.tracing.TraceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A run. It ends when what keeps it alive is counted down to zero; when only joins are left that
 * nothing inside can complete, these are closed one by one.
 *
 * <p>It has two ends: it is <em>over</em> for those who wait when it was completed or ended early,
 * and it has <em>stopped</em> when that count is zero. What few runs need is made when it is
 * needed, since a dispatcher may start a million runs a second.
 */
final class RunState implements Run, RunPart {

  private final Engine engine;
  private final RunId id;
  private final CorrelationId correlationId;
  private final RunOptions options;
  private final @Nullable RunState parent;
  private final @Nullable Question<?> question;

  /** The nearest run, from this one up, whose events are bounded. */
  private final @Nullable RunState bounded;

  /** Where the events of this run and those below are recorded. */
  private final @Nullable KeptEvents kept;

  private final @Nullable RunDeadline deadline;
  private final long startedAt;
  private final RunTally tally;
  private final RunCount alive = new RunCount();
  private final RunEnd end = new RunEnd();
  private final RunParts parts = new RunParts();

  // Made under the lock of end, when needed.
  private volatile @Nullable WorkingMemory memory;
  private volatile @Nullable OpenJoins joins;

  // Confined to the dispatcher's thread.
  private boolean isRootSeen;
  private boolean isStartTraced;
  private long salt;

  RunState(
      Engine engine,
      EventId id,
      RunOptions options,
      @Nullable RunState parent,
      @Nullable Question<?> question) {
    this.engine = engine;
    this.id = new RunId(id.high(), id.low());
    this.options = options;
    this.parent = parent;
    this.question = question;
    if (parent == null) {
      CorrelationId given = options.correlationId;
      correlationId = given == null ? new CorrelationId(id.high(), id.low()) : given;
      bounded = options.maxEvents == Long.MAX_VALUE ? null : this;
      kept =
          options.keepEvents == 0
              ? null
              : new KeptEvents(options.keepEvents, () -> engine.waiting().refuseInside(this));
      deadline = options.within == null ? null : new RunDeadline(engine.time(), options.within);
      tally = new RunTally(null);
    } else {
      correlationId = parent.correlationId;
      bounded = parent.bounded;
      kept = parent.kept;
      deadline = parent.deadline;
      tally = new RunTally(parent.tally);
    }
    startedAt = engine.time().nanoTime();
  }

  /** Begins what has to stand before its first event is accepted. */
  void start() {
    if (parent != null) {
      parent.begin();
      parent.add(this);
    } else if (deadline != null) {
      deadline.arm(this);
    }
  }

  @Override
  public RunId id() {
    return id;
  }

  @Override
  public CorrelationId correlationId() {
    return correlationId;
  }

  RunOptions options() {
    return options;
  }

  int maxHops() {
    return options.maxHops;
  }

  Headers headers() {
    return options.headers;
  }

  Optional<Instant> deadline() {
    return deadline == null ? Optional.empty() : Optional.of(deadline.at());
  }

  /** Where callers wait for it. */
  Waiting waiting() {
    return engine.waiting();
  }

  RunOutcome outcome() {
    return end.outcome();
  }

  /** Something of this run begins; whatever causes it has not ended yet. */
  void begin() {
    alive.begin(1);
  }

  /** Several things of this run begin at once. */
  void begin(int count) {
    alive.begin(count);
  }

  /** Something of this run has ended, after all that it caused was begun. */
  void end() {
    check(alive.end());
  }

  void joinOpened(JoinRoute route) {
    OpenJoins mine = joins;
    if (mine == null) {
      mine = new OpenJoins();
      joins = mine;
    }
    mine.opened(route);
    alive.joinOpened();
  }

  void joinClosed(JoinRoute route) {
    OpenJoins mine = joins;
    if (mine != null) {
      mine.closed(route);
    }
    check(alive.joinClosed());
  }

  private void check(long left) {
    if (left == 0) {
      finish();
    } else if (RunCount.isStarved(left)) {
      engine.post(Post.of(this::starve));
    }
  }

  /** Closes one open join, if still nothing else goes on. */
  private void starve(Loop loop) {
    OpenJoins mine = joins;
    if (mine != null && alive.isStarved()) {
      mine.starve(loop, this);
    }
  }

  private void finish() {
    engine.runs().ended(this);
    end(RunOutcome.COMPLETED, null);
    OpenJoins mine = joins;
    if (mine != null) {
      engine.onLoop(_ -> mine.ever().forEach(route -> route.store().release(this)));
    }
    if (parent != null) {
      parent.remove(this);
      parent.end();
    }
    stop();
  }

  private void stop() {
    end.tellStopped(this::report);
  }

  /** Ends it for those who wait; what is still on its way is skipped from now on. */
  private boolean end(RunOutcome how, @Nullable String why) {
    if (isOver() || !end.end(how, why, engine.time().nanoTime())) {
      return false;
    }
    if (deadline != null && parent == null) {
      deadline.disarm();
    }
    if (engine.tracing().isOn()) {
      engine.tracing().runEnded(report(), engine.time().now());
    }
    if (parent == null && kept != null) {
      kept.end();
    }
    if (question != null) {
      question.runEnded(this);
    }
    end.tellOver(this::report);
    return true;
  }

  /** Traces that it has its first event, which was accepted then; before that itself. */
  void traceStart(EventId first, Instant accepted) {
    if (!isStartTraced) {
      isStartTraced = true;
      Optional<RunId> above = Optional.ofNullable(parent).map(RunState::id);
      var started = new TraceEvent.RunStarted(correlationId, id, above, first, accepted);
      engine.tracing().trace(started);
    }
  }

  @Override
  public void cancel(String reason) {
    if (endEarly(RunOutcome.CANCELLED, reason)) {
      engine.post(Post.of(loop -> announce(loop, new RunCancelled(reason))));
    }
  }

  /** Tells routes of something about this run, of which it would be skipped. */
  private void announce(Loop loop, SystemEvent event) {
    if (loop.isRouted(event.getClass())) {
      loop.root(event, correlationId);
    }
  }

  /** Fails it, because a route or a bound says so. */
  void fail(String why) {
    endEarly(RunOutcome.FAILED, why);
  }

  /** Ends it because its dispatcher has ended under it, and nothing of it will ever stop. */
  void abandon(String why) {
    fail(why);
    stop();
  }

  @Override
  public void endWithRun(RunOutcome how, String why) {
    endEarly(how, why);
  }

  /**
   * The one place where a run ends before all of it is done: waiters are told, then all that can be
   * stopped is stopped. What is queued is skipped when it is reached, and what is running finds
   * that the run is over when it settles.
   */
  private boolean endEarly(RunOutcome how, String why) {
    if (!end(how, why)) {
      return false;
    }
    parts.end(how, why);
    engine.post(Post.of(this::discardJoins));
    return true;
  }

  private void discardJoins(Loop loop) {
    OpenJoins mine = joins;
    if (mine != null) {
      mine.discard(loop, this);
    }
  }

  /** Adds something that has to be stopped if the run ends early; if it has, that is done now. */
  void add(RunPart part) {
    parts.add(part);
    if (isOver()) {
      part.endWithRun(end.outcome(), String.valueOf(end.reason()));
    }
  }

  /** Whether there is nothing that would have to be stopped. */
  boolean hasNoParts() {
    return parts.isEmpty();
  }

  /** Something needs not be stopped any more. */
  void remove(RunPart part) {
    parts.remove(part);
  }

  /** Whether it has ended for those who wait. */
  boolean isOver() {
    return end.isOver();
  }

  /** Whether the caller asked for events like this one, so that no route needs to take it. */
  boolean wants(Event event) {
    return question != null && question.wants(event);
  }

  /**
   * Whether an event of this run may be routed, which one that tells of a failure may even if the
   * run is over: then it leaves it. Called by the dispatcher's thread.
   */
  boolean admit(Message message, boolean isSystem) {
    boolean isOver = isOver(); // it may end between two looks
    if (isOver && Failures.isReport(message)) {
      message.leaveRun();
      return true;
    }
    if (isOver || (!isSystem && !isWithinBound(message))) {
      tally.skipped();
      return false;
    }
    return true;
  }

  /**
   * Shows an event that may be routed to those who wait for one: after it is traced, since they go
   * on at once. Called by the dispatcher's thread.
   */
  void show(Message message) {
    if (kept != null) {
      kept.add(message.envelope());
    }
    if (!isRootSeen) {
      isRootSeen = true;
      salt = parent == null ? 0 : message.idLow();
    } else if (question != null && question.wants(message.event())) {
      question.take(message.event());
    }
  }

  private boolean isWithinBound(Message message) {
    tally.routed();
    if (bounded == null || bounded.tally.events() <= bounded.options.maxEvents) {
      return true;
    }
    bounded.fail(
        "maxEvents is %d, but %s of %s is one more"
            .formatted(
                bounded.options.maxEvents,
                message.event().getClass().getSimpleName(),
                message.sourceName()));
    return false;
  }

  /** Makes the joins of a run that delivers an event again other ones than those before. */
  void salt(long salt) {
    isRootSeen = true;
    this.salt = salt;
  }

  /** Tells apart the joins of runs with one correlation; 0 if a caller outside began it. */
  long salt() {
    return salt;
  }

  void handled() {
    tally.handled();
  }

  void unrouted() {
    tally.unrouted();
  }

  void dropped() {
    tally.dropped();
  }

  void skipped() {
    tally.skipped();
  }

  void failed(DeadLetter letter) {
    tally.failed(letter);
  }

  @Override
  public WorkingMemory memory() {
    WorkingMemory current = memory;
    if (current == null) {
      synchronized (end) {
        current = memory;
        if (current == null) {
          String why = "run " + correlationId + " has ended; its memory can only be read";
          current = engine.newMemory(o -> o.readOnlyWhen(this::isOver, why));
          memory = current;
        }
      }
    }
    return current;
  }

  @Override
  public void dispatch(Event event) {
    Answers.checked(event, "event");
    engine.refuseInside("dispatch to a run, which may wait; context.emit adds to its own run");
    if (isOver() || !alive.tryBegin()) {
      throw new IllegalStateException(this + " has ended: " + outcome());
    }
    accept(event);
  }

  /** Hands in an event that was counted as begun; if that fails in any way, it has ended. */
  void accept(Event event) {
    accept(event, this);
  }

  /** As {@link #accept(Event)}, under what tells more about it than that it is of this run. */
  void accept(Event event, Object origin) {
    try {
      engine.accept(event, origin);
    } catch (Throwable e) {
      end();
      throw e;
    }
  }

  @Override
  public RunReport await(Duration timeout) throws InterruptedException {
    try {
      return engine.waiting().await(this, end.over(this::report), timeout);
    } catch (TimeoutException _) {
      return report();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run's completion never fails", e);
    }
  }

  @Override
  public CompletableFuture<RunReport> completion() {
    return Callbacks.on(end.over(this::report));
  }

  @Override
  public CompletableFuture<RunReport> ended() {
    return Callbacks.on(end.stopped(this::report));
  }

  @Override
  public Events events() {
    if (kept == null) {
      throw new IllegalStateException(
          this + " records no events; start it with o -> o.keepEvents(n)");
    }
    return kept;
  }

  @Override
  public RunReport report() {
    OpenJoins mine = joins;
    return new RunReport(
        id,
        correlationId,
        outcome(),
        Optional.ofNullable(end.reason()),
        tally.events(),
        tally.handledSum(),
        tally.failedSum(),
        tally.unroutedSum(),
        tally.skippedSum(),
        tally.droppedSum(),
        alive.active(),
        mine == null ? List.of() : mine.names(),
        tally.letters(),
        kept == null ? 0 : kept.lost(),
        Duration.ofNanos(end.nanosOr(engine.time().nanoTime()) - startedAt));
  }

  /** Whether another run is this one or below it. */
  boolean isAncestorOf(@Nullable RunState other) {
    for (var run = other; run != null; run = run.parent) {
      if (run == this) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "run " + correlationId;
  }
}
