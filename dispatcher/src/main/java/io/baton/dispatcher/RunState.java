package io.baton.dispatcher;

import io.baton.agents.RunOutcome;
import io.baton.agents.RunReport;
import io.baton.agents.WaitGuard;
import io.baton.agents.WorkingMemory;
import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.events.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A run. One number counts what keeps it alive: in its low half what is queued, running or delayed
 * and the child runs; in its high half the open joins that wait for parts. What is caused is
 * counted before its cause is let go, so the number never rises again from zero, and zero is the
 * end. When only the low half is zero, nothing inside can bring what the joins miss: they starve.
 */
final class RunState implements Run {

  static final int DEFAULT_MAX_HOPS = 1_000;
  private static final int MOST_LETTERS = 100;
  private static final long ONE_JOIN = 1L << 32;

  private final Engine engine;
  private final CorrelationId correlationId;
  private final @Nullable RunState parent;
  private final @Nullable Class<? extends Event> wanted;
  private final long startedAt;
  private final AtomicLong alive = new AtomicLong(1);
  private final AtomicReference<RunOutcome> outcome = new AtomicReference<>(RunOutcome.RUNNING);
  private final CompletableFuture<RunReport> completion = new CompletableFuture<>();
  private final CompletableFuture<Event> answer = new CompletableFuture<>();
  private final LongAdder handled = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder unrouted = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final List<DeadLetter> letters = new ArrayList<>();
  private final Set<RunState> children = ConcurrentHashMap.newKeySet();
  private final Underway underway = new Underway();
  private volatile @Nullable String reason;
  private volatile @Nullable WorkingMemory memory;

  // Confined to the dispatcher's thread.
  private final List<JoinRoute> joins = new ArrayList<>(0);
  private final List<JoinRoute> everJoined = new ArrayList<>(0);
  private boolean isRootSeen;
  private long salt;

  RunState(
      Engine engine,
      CorrelationId correlationId,
      @Nullable RunState parent,
      @Nullable Class<? extends Event> wanted) {
    this.engine = engine;
    this.correlationId = correlationId;
    this.parent = parent;
    this.wanted = wanted;
    this.startedAt = engine.time().nanoTime();
    if (parent != null) {
      parent.begin();
      parent.children.add(this);
    }
  }

  @Override
  public CorrelationId correlationId() {
    return correlationId;
  }

  int maxHops() {
    return DEFAULT_MAX_HOPS;
  }

  Headers headers() {
    return parent == null ? Headers.none() : parent.headers();
  }

  Optional<Instant> deadline() {
    return Optional.empty();
  }

  long deadlineMillis() {
    return Message.NEVER;
  }

  /** Something of this run begins; whatever causes it has not ended yet. */
  void begin() {
    alive.incrementAndGet();
  }

  /** Several things of this run begin at once. */
  void begin(int count) {
    alive.addAndGet(count);
  }

  /** Something begins from outside: only if the run has not ended. */
  private boolean tryBegin() {
    long now;
    do {
      now = alive.get();
      if (now == 0) {
        return false;
      }
    } while (!alive.compareAndSet(now, now + 1));
    return true;
  }

  /** Something of this run has ended, after all that it caused was begun. */
  void end() {
    check(alive.decrementAndGet());
  }

  void joinOpened(JoinRoute route) {
    joins.add(route);
    if (!everJoined.contains(route)) {
      everJoined.add(route);
    }
    alive.addAndGet(ONE_JOIN);
  }

  void joinClosed(JoinRoute route) {
    joins.remove(route);
    check(alive.addAndGet(-ONE_JOIN));
  }

  private void check(long now) {
    if (now == 0) {
      finish();
    } else if ((int) now == 0) {
      engine.post(Post.of(this::starve));
    }
  }

  /** Closes one open join, if still nothing else goes on, upstream first. */
  private void starve(Loop loop) {
    if ((int) alive.get() != 0) {
      return;
    }
    for (var route : JoinOrder.upstreamFirst(joins)) {
      if (isOver()) {
        route.discard(loop, this);
      } else if (route.starve(loop, this)) {
        return;
      }
    }
  }

  private void finish() {
    engine.runs().ended(this);
    end(RunOutcome.COMPLETED, null);
    everJoined.forEach(route -> route.store().release(this));
    if (parent != null) {
      parent.children.remove(this);
      parent.end();
    }
  }

  /** Ends it for those who wait; what is still on its way is skipped from now on. */
  private boolean end(RunOutcome how, @Nullable String why) {
    if (outcome.get() != RunOutcome.RUNNING) {
      return false;
    }
    synchronized (letters) {
      if (outcome.get() != RunOutcome.RUNNING) {
        return false;
      }
      reason = why;
      outcome.set(how);
    }
    RunReport report = report();
    engine.tracing().runEnded(report);
    completion.complete(report);
    if (wanted != null && !answer.isDone()) {
      answer.completeExceptionally(RunAnswer.failure(this, report));
    }
    return true;
  }

  @Override
  public void cancel(String reason) {
    endEarly(RunOutcome.CANCELLED, reason);
  }

  /** Fails it, because a route says so or because the dispatcher has ended under it. */
  void fail(String why) {
    endEarly(RunOutcome.FAILED, why);
  }

  boolean isOrphan() {
    return parent == null;
  }

  /** Ends a run that was started below one that had ended early before it knew of this one. */
  void endWithParent() {
    if (parent != null && parent.isOver()) {
      endEarly(parent.outcome.get(), String.valueOf(parent.reason));
    }
  }

  private void endEarly(RunOutcome how, String why) {
    if (end(how, why)) {
      children.forEach(child -> child.endEarly(how, why));
      engine.post(Post.of(this::discardJoins));
      underway.stopAll();
    }
  }

  /** What is to be stopped when it ends early. */
  Underway underway() {
    return underway;
  }

  private void discardJoins(Loop loop) {
    List.copyOf(joins).forEach(route -> route.discard(loop, this));
  }

  /** Whether it has ended for those who wait. */
  boolean isOver() {
    return outcome.get() != RunOutcome.RUNNING;
  }

  /** Whether the caller asked for events like this one, so that no route needs to take it. */
  boolean wants(Event event) {
    return wanted != null && wanted.isInstance(event);
  }

  /** Shows the run an event of its own before it is routed. Called by the dispatcher's thread. */
  void see(Message message) {
    if (!isRootSeen) {
      isRootSeen = true;
      salt = parent == null ? 0 : message.idLow();
    } else if (wants(message.event())) {
      answer.complete(message.event());
    }
  }

  /** Makes the joins of a run that delivers an event again other ones than those before. */
  void salt(long salt) {
    isRootSeen = true;
    this.salt = salt;
  }

  /**
   * Tells apart the joins of runs with one correlation; 0 for a run that a caller outside began.
   */
  long salt() {
    return salt;
  }

  void handled() {
    handled.increment();
  }

  void unrouted() {
    unrouted.increment();
  }

  void dropped() {
    dropped.increment();
  }

  void skipped() {
    skipped.increment();
  }

  void failed(DeadLetter letter) {
    failed.increment();
    synchronized (letters) {
      if (letters.size() < MOST_LETTERS) {
        letters.add(letter);
      }
    }
  }

  CompletableFuture<Event> answer() {
    return answer;
  }

  @Override
  public WorkingMemory memory() {
    WorkingMemory current = memory;
    if (current == null) {
      synchronized (letters) {
        current = memory;
        if (current == null) {
          current = WorkingMemory.create();
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
    if (isOver() || !tryBegin()) {
      throw new IllegalStateException("run " + correlationId + " has ended: " + outcome.get());
    }
    accept(event);
  }

  /** Hands in an event that was counted as begun; if that fails in any way, it has ended. */
  void accept(Event event) {
    accept(event, this);
  }

  /** As {@link #accept(Event)}, under what tells more about it than that it is of this run. */
  void accept(Event event, Object origin) {
    boolean isAccepted = false;
    try {
      engine.accept(event, origin);
      isAccepted = true;
    } finally {
      if (!isAccepted) {
        end();
      }
    }
  }

  @Override
  public RunReport await(Duration timeout) throws InterruptedException {
    refuseWaitInside();
    try (var _ = pause(true)) {
      return completion.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return report();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run's completion never fails", e);
    }
  }

  @Override
  public CompletableFuture<RunReport> completion() {
    return Callbacks.on(completion);
  }

  @Override
  public RunReport report() {
    synchronized (letters) {
      return new RunReport(
          correlationId,
          outcome.get(),
          Optional.ofNullable(reason),
          handled.sum(),
          failed.sum(),
          unrouted.sum(),
          skipped.sum(),
          dropped.sum(),
          (int) (alive.get() >>> 32),
          letters,
          Duration.ofNanos(engine.time().nanoTime() - startedAt));
    }
  }

  /** Begins the wait of an agent, if the caller is one, for this run. */
  Pause pause(boolean isLimited) {
    return Pause.begin(engine, isLimited);
  }

  /** Refuses to let an agent wait for a run that it is part of. */
  void refuseWaitInside() {
    WaitGuard.beforeWaiting("run " + correlationId);
    if (engine.loop().isCurrentThread()) {
      throw new IllegalStateException(
          "the dispatcher's own thread must not wait for run "
              + correlationId
              + ", which cannot go on without it");
    }
    Context inside = engine.inside();
    if (inside != null && inside.isPartOf(this)) {
      throw new IllegalStateException(
          "agent "
              + inside.route().name()
              + " must not wait for run "
              + correlationId
              + ", which it belongs to and which cannot end before it");
    }
  }

  boolean isAncestorOf(@Nullable RunState other) {
    for (var run = other; run != null; run = run.parent) {
      if (run == this) {
        return true;
      }
    }
    return false;
  }
}
