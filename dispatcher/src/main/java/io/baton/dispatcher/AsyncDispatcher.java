package io.baton.dispatcher;

import io.baton.agents.Answer;
import io.baton.agents.TimeSource;
import io.baton.agents.WaitGuard;
import io.baton.agents.WorkingMemory;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.events.IdSource;
import io.baton.tracing.Gauges;
import io.baton.tracing.TraceSource;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Takes events, has them routed to agents, routes on what these answer, and knows exactly when
 * everything that was caused is done. Thread-safe.
 *
 * <p>Inside an agent, {@link #dispatch(Event)} means {@code context.emit(event)}: the event is a
 * follow-up of the one that the agent was given, and the call never waits. Everywhere else it is a
 * new root, and the call waits while the dispatcher is full.
 *
 * <p>Its thread is not a daemon: close the dispatcher, or the program does not end.
 */
public final class AsyncDispatcher implements AutoCloseable, TraceSource {

  /** How many events fit into the ring before callers outside wait. */
  public static final int DEFAULT_RING_SIZE = 65_536;

  /** How many events are taken from the ring at once. */
  public static final int DEFAULT_BATCH_SIZE = 256;

  /** How many deliveries may be queued for or run by agents before nothing more is taken. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 65_536;

  /** How long {@link #close()} waits for what is there. */
  public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final Engine engine;
  private final Closing closing;

  private AsyncDispatcher(DispatcherOptions options) {
    engine = new Engine(options, this::terminate);
    closing = new Closing(engine, options, () -> engine.tracing().stopped(this));
  }

  private AsyncDispatcher begin() {
    engine.tracing().started(this);
    try {
      closing.begin();
      engine.memoryEvents().start();
      engine.loop().start();
    } catch (Throwable e) {
      engine.tracing().stopped(this);
      throw e;
    }
    return this;
  }

  /**
   * Starts a dispatcher with the defaults.
   *
   * @throws IllegalStateException if the router is in use already
   */
  public static AsyncDispatcher start(Router router) {
    return builder(router).start();
  }

  /** A dispatcher with options. */
  public static Builder builder(Router router) {
    return new Builder(router);
  }

  /**
   * Accepts an event. Outside it is a new root with a new correlation, and the call waits while the
   * dispatcher is full; inside an agent it is a follow-up, and the call never waits. An agent of
   * another dispatcher is outside too: two dispatchers whose agents dispatch into each other can
   * wait for each other for ever when both are full, so use {@link #tryDispatch(Event)} one way.
   *
   * @throws MailboxFullException if a route that it would go to rejects what is too much
   * @throws DispatcherClosedException if the dispatcher is closed or has failed
   * @throws DispatchInterruptedException if the caller is interrupted while it waits
   */
  public void dispatch(Event event) {
    Context inside = engine.insideOf(event);
    if (inside == null) {
      engine.accept(event, null);
    } else {
      inside.emit(event);
    }
  }

  /**
   * Accepts an event as a root under a given correlation, so that parts that come one by one can be
   * joined. It waits while the dispatcher is full.
   *
   * @throws IllegalStateException inside an agent, whose follow-ups have its event's correlation
   * @throws DispatcherClosedException if the dispatcher is closed or has failed
   * @throws DispatchInterruptedException if the caller is interrupted while it waits
   */
  public void dispatch(Event event, CorrelationId correlationId) {
    engine.refuseInside(event, "dispatch with a correlation id");
    engine.accept(event, correlationId);
  }

  /**
   * Accepts an event if that is possible at once; never waits. Inside an agent it is a follow-up,
   * for which there is always room.
   *
   * @return false if the dispatcher, or a mailbox on the way, is full; the event was not accepted
   *     then
   * @throws DispatcherClosedException if the dispatcher is closed or has failed
   */
  public boolean tryDispatch(Event event) {
    Context inside = engine.insideOf(event);
    if (inside == null) {
      return engine.intake().tryPut(event, null);
    }
    inside.emit(event);
    return true;
  }

  /**
   * Accepts an event as a root under a given correlation if that is possible at once; never waits.
   *
   * @return false if the dispatcher, or a mailbox on the way, is full; the event was not accepted
   *     then
   * @throws IllegalStateException inside an agent
   * @throws DispatcherClosedException if the dispatcher is closed or has failed
   */
  public boolean tryDispatch(Event event, CorrelationId correlationId) {
    engine.refuseInside(event, "dispatch with a correlation id");
    return engine.intake().tryPut(event, correlationId);
  }

  /**
   * Starts a run: everything that this event causes. It waits while the dispatcher is full.
   *
   * @throws IllegalStateException inside an agent; there, {@code context.ask} starts a child run
   * @throws DispatchException as {@link #dispatch(Event)}
   */
  public Run run(Event event) {
    return run(event, UnaryOperator.identity());
  }

  /**
   * Starts a run with options: {@code dispatcher.run(event, o -> o.within(ofMinutes(1)))}.
   *
   * @throws IllegalStateException inside an agent, or if the options name a correlation that
   *     belongs to a run that has not ended
   * @throws DispatchException as {@link #dispatch(Event)}
   */
  public Run run(Event event, UnaryOperator<RunOptions> options) {
    return start(event, RunOptions.chosen(options), null);
  }

  /**
   * Asks a question: starts a run and gives the first event of a type in it, other than the
   * question itself.
   *
   * @throws IllegalStateException inside an agent; there, use {@code context.ask}
   * @throws DispatchException as {@link #dispatch(Event)}
   */
  public <T extends Event> Answer<T> ask(Event event, Class<T> type) {
    return ask(event, type, UnaryOperator.identity());
  }

  /**
   * Asks a question in a run with options.
   *
   * @throws IllegalStateException as {@link #run(Event, UnaryOperator)}
   * @throws DispatchException as {@link #dispatch(Event)}
   */
  public <T extends Event> Answer<T> ask(
      Event event, Class<T> type, UnaryOperator<RunOptions> options) {
    var question = new FirstOf<>(type);
    return new RunAnswer<>(start(event, RunOptions.chosen(options), question), question);
  }

  /**
   * Asks a question that has many answers: starts a run and gives all events of a type in it, other
   * than the question itself, in the order in which they were routed. It comes when the run has
   * ended; there may be none. It fails only if the run is cancelled, expires or fails.
   *
   * @throws IllegalStateException inside an agent
   * @throws DispatchException as {@link #dispatch(Event)}
   */
  public <T extends Event> Answer<List<T>> askAll(Event event, Class<T> type) {
    return askAll(event, type, UnaryOperator.identity());
  }

  /**
   * Asks a question that has many answers, in a run with options.
   *
   * @throws IllegalStateException as {@link #run(Event, UnaryOperator)}
   * @throws DispatchException as {@link #dispatch(Event)}
   */
  public <T extends Event> Answer<List<T>> askAll(
      Event event, Class<T> type, UnaryOperator<RunOptions> options) {
    var question = new AllOf<>(type);
    return new RunAnswer<>(start(event, RunOptions.chosen(options), question), question);
  }

  private RunState start(Event event, RunOptions options, @Nullable Question<?> question) {
    engine.refuseInside(event, "start a run; context.ask starts a child run");
    RunState run = engine.runs().start(options, question);
    run.accept(event);
    return run;
  }

  /**
   * Runs code of the application beside the agents, on a virtual thread of its own. It is outside:
   * {@code dispatch} there makes a root, and waits while the dispatcher is full. A drain waits for
   * its end; when the dispatcher closes it is awaited like everything else, and interrupted when
   * the time is up. What it throws goes where the failure of an agent goes: it is logged, counted,
   * and becomes a dead letter, whose event is a {@link SpawnedCode}.
   *
   * @param name for the thread and for reports
   * @throws IllegalArgumentException if {@code name} is blank
   * @throws DispatcherClosedException if the dispatcher is closed or has failed
   */
  public <T> Spawned<T> spawn(String name, Callable<? extends T> code) {
    Checks.require(!name.isBlank(), "the name of spawned code must not be blank");
    return engine.spawns().start(name, Objects.requireNonNull(code, "code must not be null"));
  }

  /** Events that come by the clock, for which no drain waits. */
  public Background background() {
    return engine.background();
  }

  /**
   * Waits until nothing is queued, running or scheduled: everything that was dispatched before has
   * been handled, with all that it caused. It is woken by the last agent's end. While others go on
   * dispatching it may never come; {@link #run} waits for one tree only.
   *
   * @return whether it is drained, and if not, what is still there and where
   * @throws IllegalStateException inside an agent, which would wait for itself
   * @throws InterruptedException if the caller is interrupted
   */
  public DrainReport awaitDrained(Duration timeout) throws InterruptedException {
    boolean isDrained = engine.await(timeout, true, closing::isOver);
    DrainReport last = closing.report();
    return last == null ? Reports.of(engine, isDrained) : last;
  }

  /**
   * Waits as {@link #awaitDrained} does, but not for what only waits for its time: delayed events
   * and the limits of joins.
   *
   * @return false if the time is up first
   * @throws IllegalStateException inside an agent, which would wait for itself
   * @throws InterruptedException if the caller is interrupted
   */
  public boolean awaitIdle(Duration timeout) throws InterruptedException {
    return engine.await(timeout, false, closing::isOver);
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public Instant now() {
    return engine.time().now();
  }

  @Override
  public Gauges gauges() {
    return Reports.gauges(engine);
  }

  /** The router, whose routes may be changed at any time. */
  public Router router() {
    return engine.router();
  }

  /** The runs that callers outside have started and that have not ended. */
  public List<Run> runs() {
    return engine.runs().list();
  }

  /** The deliveries that have failed for good. */
  public DeadLetters deadLetters() {
    return engine.deadLetters();
  }

  /**
   * The memory that all agents share; changes made here act at once. Where a route takes {@code
   * MemoryChanged}, a change made outside dispatches one, and so waits while the dispatcher is
   * full.
   */
  public WorkingMemory memory() {
    return engine.memory();
  }

  /** What has been done so far and what is there now. */
  public DrainReport report() {
    return Reports.of(engine, engine.flight().isQuiet(true));
  }

  /**
   * Lets nothing more in, waits for what is there, as long as the builder's {@code closeTimeout}
   * says, and ends. What was accepted is handled, or, if the time is up, abandoned with a line of
   * log that says how much. Closing twice does nothing. Inside an agent or spawned code it does not
   * wait: the dispatcher closes when these have ended.
   */
  @Override
  public void close() {
    if (engine.inside() != null || engine.loop().isCurrentThread() || engine.spawns().isInside()) {
      terminate();
    } else {
      WaitGuard.beforeWaiting("dispatcher " + engine.name());
      closing.close(closing.timeout());
    }
  }

  /**
   * Closes, waiting so long at most.
   *
   * @return what was left
   * @throws IllegalStateException inside an agent, which would wait for itself
   */
  public DrainReport close(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout must not be null");
    engine.refuseToWait("wait for its dispatcher to close; close() does not wait there");
    return closing.close(timeout);
  }

  private void terminate() {
    closing.closeInBackground();
  }

  @Override
  public String toString() {
    return "dispatcher " + engine.name();
  }

  /** Options of a dispatcher. Not thread-safe. */
  public static final class Builder {

    final DispatcherOptions options;

    private Builder(Router router) {
      options = new DispatcherOptions(router);
    }

    /**
     * The name, for threads and log; {@code baton-1} and so on by default.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder name(String name) {
      Checks.require(!name.isBlank(), "name must not be blank");
      options.name = name;
      return this;
    }

    /**
     * How many events fit into the ring before callers outside wait; {@value #DEFAULT_RING_SIZE} by
     * default.
     *
     * @throws IllegalArgumentException if it is not a power of two
     */
    public Builder ringSize(int ringSize) {
      options.ringSize = Checks.powerOfTwo("ringSize", ringSize);
      return this;
    }

    /**
     * How many events are taken from the ring at once at most; {@value #DEFAULT_BATCH_SIZE} by
     * default.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder batchSize(int batchSize) {
      options.batchSize = Checks.atLeast(1, "batchSize", batchSize);
      return this;
    }

    /**
     * How many deliveries may wait for agents or be worked on by them before nothing more is taken
     * from the ring; {@value #DEFAULT_MAX_IN_FLIGHT} by default. What agents answer is always
     * taken.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxInFlight(int maxInFlight) {
      options.maxInFlight = Checks.atLeast(1, "maxInFlight", maxInFlight);
      return this;
    }

    /** How the dispatcher's thread waits; {@code ADAPTIVE} by default. */
    public Builder waitStrategy(WaitStrategy waitStrategy) {
      options.waitStrategy = Objects.requireNonNull(waitStrategy, "waitStrategy must not be null");
      return this;
    }

    /**
     * How long {@link AsyncDispatcher#close()} waits; 30 s by default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder closeTimeout(Duration closeTimeout) {
      options.closeTimeout = Checks.notNegative("closeTimeout", closeTimeout);
      return this;
    }

    /** What happens to events that no route takes; {@code WARN} by default. */
    public Builder unrouted(UnroutedPolicy unrouted) {
      options.unrouted = Objects.requireNonNull(unrouted, "unrouted must not be null");
      return this;
    }

    /**
     * Who is told what happens; nobody by default. Several are given as {@link Tracer#all}; each is
     * kept apart from the dispatcher and from the others, whatever it does.
     */
    public Builder tracer(Tracer tracer) {
      options.tracer = Objects.requireNonNull(tracer, "tracer must not be null");
      return this;
    }

    /**
     * The memory that agents share; an empty one by default.
     *
     * @throws IllegalArgumentException if it is a view of another
     */
    public Builder memory(WorkingMemory memory) {
      Checks.require(
          !(memory instanceof WorkingMemory.Staged), "memory must not be a view of another memory");
      options.memory = memory;
      return this;
    }

    /**
     * How many versions of each key are remembered by the memories that the dispatcher makes: its
     * own, unless it was given one, and those of runs; 0 by default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder memoryHistory(int versions) {
      Checks.require(versions >= 0, "memoryHistory must not be negative, but is " + versions);
      options.memoryHistory = versions;
      return this;
    }

    /** The clock and the timers; the machine's by default. */
    public Builder time(TimeSource time) {
      options.time = Objects.requireNonNull(time, "time must not be null");
      return this;
    }

    /** The source of ids; time-ordered ones by default. */
    public Builder ids(IdSource ids) {
      options.ids = Objects.requireNonNull(ids, "ids must not be null");
      return this;
    }

    /**
     * What the waits between attempts are drawn from; a {@link SplittableRandom} with a seed of its
     * own by default. It need not be thread-safe, if nobody else uses it.
     */
    public Builder random(RandomGenerator random) {
      options.random = Objects.requireNonNull(random, "random must not be null");
      return this;
    }

    /** What runs the deliveries of {@code VIRTUAL} routes; a virtual thread each by default. */
    public Builder executor(Executor executor) {
      options.executor = executor;
      return this;
    }

    /** Whether the dispatcher is closed when the JVM shuts down; false by default. */
    public Builder shutdownHook(boolean shutdownHook) {
      options.shutdownHook = shutdownHook;
      return this;
    }

    /**
     * Starts the dispatcher.
     *
     * @throws IllegalStateException if the router is in use already
     */
    public AsyncDispatcher start() {
      return options.router.take(() -> new AsyncDispatcher(options).begin());
    }
  }
}
