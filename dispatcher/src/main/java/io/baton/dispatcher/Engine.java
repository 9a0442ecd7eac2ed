package io.baton.dispatcher;

import io.baton.agents.MemoryOptions;
import io.baton.agents.TimeSource;
import io.baton.agents.WaitGuard;
import io.baton.agents.WorkingMemory;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.IdSource;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the parts of a dispatcher share: its doors, its counters, and what it was given. */
final class Engine {

  private final String name;
  private final Router router;
  private final TimeSource time;
  private final IdSource ids;
  private final int memoryHistory;
  private final WorkingMemory memory;
  private final MemoryEvents memoryEvents;
  private final Tracing tracing;
  private final Workers workers;
  private final Sleeper sleeper;
  private final Intake intake;
  private final Doors doors;
  private final Inbox inbox = new Inbox();
  private final Flight flight;
  private final Tally tally = new Tally();
  private final Stalls stalls = new Stalls(this);
  private final Runs runs;
  private final Waiting waiting = new Waiting(this);
  private final Spawns spawns = new Spawns(this);
  private final BackgroundTimers background = new BackgroundTimers(this);
  private final Failures failures;
  private final DeadLetterStore deadLetters;
  private final Loop loop;

  /** Guarded by itself: few generators are thread-safe. */
  private final RandomGenerator random;

  /**
   * The same as the loop's, whose own memory callers had better not touch: it is written always.
   */
  private final Thread loopThread;

  private final Runnable closer;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Engine(DispatcherOptions options, Runnable closer) {
    this.closer = closer;
    name = options.name;
    router = options.router;
    time = options.time;
    ids = options.ids;
    random = options.random;
    memoryHistory = options.memoryHistory;
    memory = options.memory == null ? newMemory(UnaryOperator.identity()) : options.memory;
    tracing = new Tracing(options);
    workers = new Workers(name, options.executor);
    doors = new Doors(router);
    sleeper = new Sleeper(options.waitStrategy);
    intake = new Intake(this, options.ringSize, sleeper);
    flight = new Flight(intake.ring()::cursor, intake.ring().consumed());
    runs = new Runs(this);
    failures = new Failures(this);
    deadLetters = new DeadLetterStore(this);
    loop = new Loop(this, options);
    loopThread = loop.thread();
    memoryEvents = new MemoryEvents(this);
  }

  String name() {
    return name;
  }

  Router router() {
    return router;
  }

  TimeSource time() {
    return time;
  }

  IdSource ids() {
    return ids;
  }

  /** A random number from 0 to below 1. */
  double random() {
    synchronized (random) {
      return random.nextDouble();
    }
  }

  WorkingMemory memory() {
    return memory;
  }

  /** A memory of its own, such as that of a run, with what is remembered in all of them. */
  WorkingMemory newMemory(UnaryOperator<MemoryOptions> options) {
    return WorkingMemory.create(o -> options.apply(o.history(memoryHistory).time(time)));
  }

  /** What tells routes of changed memory. */
  MemoryEvents memoryEvents() {
    return memoryEvents;
  }

  Tracing tracing() {
    return tracing;
  }

  Intake intake() {
    return intake;
  }

  Inbox inbox() {
    return inbox;
  }

  Sleeper sleeper() {
    return sleeper;
  }

  Flight flight() {
    return flight;
  }

  Tally tally() {
    return tally;
  }

  Stalls stalls() {
    return stalls;
  }

  Runs runs() {
    return runs;
  }

  Waiting waiting() {
    return waiting;
  }

  Spawns spawns() {
    return spawns;
  }

  BackgroundTimers background() {
    return background;
  }

  Failures failures() {
    return failures;
  }

  DeadLetterStore deadLetters() {
    return deadLetters;
  }

  Loop loop() {
    return loop;
  }

  Workers workers() {
    return workers;
  }

  Executor executor(RouteSpec spec) {
    return workers.executor(spec);
  }

  /** Takes an event from a caller outside, waiting for room. */
  void accept(Event event, @Nullable Object origin) {
    intake.put(event, origin);
  }

  /** Hands something to the dispatcher's thread; never waits. */
  void post(Post post) {
    flight.post();
    inbox.put(post);
    sleeper.wake();
  }

  /** Has the dispatcher's thread do something: at once if it is the current one. */
  void onLoop(Consumer<Loop> task) {
    if (loop.isCurrentThread()) {
      task.accept(loop);
    } else {
      post(Post.of(task));
    }
  }

  /** A delivery was handed to another thread. */
  void started() {
    flight.start();
    loop.handedOver();
  }

  /** A delivery on another thread has ended. */
  void finished() {
    flight.finish();
    flight.look();
    nudge();
  }

  /** Something is active no more: the dispatcher's thread may wait for that. */
  private void nudge() {
    if (loop.isThrottled() || loop.lingering().isAny()) {
      sleeper.wake();
    }
  }

  /** An agent waits for a run, and is not at work meanwhile. */
  void paused() {
    flight.pause();
    nudge();
  }

  /** An agent that has waited is at work again. */
  void resumed() {
    flight.resume();
  }

  void scheduled() {
    flight.schedule();
  }

  /** A delivery rests until its next attempt; it is in flight all the same. */
  void resting() {
    flight.rest();
    flight.look();
    nudge();
  }

  /** A delivery rests no more. */
  void roused() {
    flight.rouse();
  }

  void unscheduled() {
    flight.unschedule();
    flight.look();
  }

  /** Publishes what an agent has made on another thread. */
  void publish(FollowUps made) {
    made.countAsBegun();
    post(made);
  }

  /** Publishes an event when its time has come. */
  void later(Context.Delayed event, FollowUps made) {
    new DelayedEvent(this, made).schedule(event.dueNanos());
  }

  /**
   * Delivers an event once more, to one route, in a run of its own. It waits for room, as every
   * caller outside does.
   */
  void redispatch(Envelope envelope, RouteEntry route) {
    if (intake.isClosed()) {
      throw closed();
    }
    RunState run = runs.again(envelope.correlationId());
    run.salt(ids.root(time.epochMillis()).low());
    var redispatch = new Redispatch(envelope, route, run);
    if (inside() == null && !loop.isCurrentThread()) {
      run.accept(envelope.event(), redispatch);
    } else if (!postFromOutside(loop -> loop.again(redispatch))) {
      run.end();
      throw closed();
    }
  }

  /** Takes an event from outside although there may be no room; false if it is closed. */
  boolean postRoot(Event event) {
    Object origin = tracing.originOf(event, null);
    return postFromOutside(loop -> loop.root(event, origin));
  }

  /** As from outside, but it never waits, and is refused only if the dispatcher is closed. */
  private boolean postFromOutside(Consumer<Loop> code) {
    flight.post();
    // As at the door of the ring: either we see here that it was closed, or whoever closed it sees
    // our post and waits for it.
    VarHandle.fullFence();
    boolean isTooLate = intake.isClosed();
    inbox.put(
        Post.of(loop -> {
          if (!isTooLate) {
            code.accept(loop);
          }
        }));
    sleeper.wake();
    return !isTooLate;
  }

  /** The delivery that the current thread works on, if it is one of this dispatcher's. */
  @Nullable Context inside() {
    if (Thread.currentThread() == loopThread) {
      Context current = loop.inside();
      if (current != null) {
        return current;
      }
    }
    Context current = Inside.current();
    return current != null && current.engine() == this ? current : null;
  }

  /** As {@link #inside}, for an event that is to be dispatched. */
  @Nullable Context insideOf(Event event) {
    Answers.checked(event, "event");
    Context inside = inside();
    if (inside == null && loop.isCurrentThread()) {
      throw new IllegalStateException(
          "a predicate, tracer or key function must not dispatch: it would wait for its own"
              + " thread");
    }
    return inside;
  }

  /** Refuses an event that is none, and callers inside. */
  void refuseInside(Event event, String what) {
    Answers.checked(event, "event");
    refuseInside(what);
  }

  /** Has a caller wait, as {@link Flight#await} does. */
  boolean await(Duration timeout, boolean timed, BooleanSupplier isOver)
      throws InterruptedException {
    refuseToWait("wait for its dispatcher, which waits for it");
    sleeper.wake(); // a caller whose stack overflowed may have published without waking
    return flight.await(timed, timeout, isOver);
  }

  /** Before a caller waits for the dispatcher: refuses those for whom it would wait in turn. */
  void refuseToWait(String what) {
    refuseInside(what);
    spawns.refuseInside(what);
    WaitGuard.beforeWaiting("dispatcher " + name);
  }

  /** Refuses what would make an agent, and so its dispatcher, wait for itself. */
  void refuseInside(String what) {
    Context inside = inside();
    if (inside != null) {
      throw new IllegalStateException("agent " + inside.route().name() + " must not " + what);
    }
    if (loop.isCurrentThread()) {
      throw new IllegalStateException("the dispatcher's own thread must not " + what);
    }
  }

  @Nullable Throwable failure() {
    return failure.get();
  }

  /** Puts the dispatcher into its failed state: producers are freed and every waiter is told. */
  void fail(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      intake.close();
      background.close();
      flight.giveUp();
      runs.abandonAll("the dispatcher has failed: " + Failures.describe(cause));
    }
  }

  /** Closes the dispatcher from inside, on a thread that may wait. */
  void terminate() {
    closer.run();
  }

  /** Which routes keep callers outside from dispatching. */
  Doors doors() {
    return doors;
  }

  DispatcherClosedException closed() {
    Throwable cause = failure.get();
    return cause == null
        ? new DispatcherClosedException(
            "dispatcher " + name + " is closed; the event was not accepted")
        : new DispatcherClosedException(
            "dispatcher " + name + " has failed; the event was not accepted", cause);
  }
}
