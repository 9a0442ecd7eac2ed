package io.baton.dispatcher;

import static java.util.Objects.requireNonNull;

import io.baton.agents.Agent;
import io.baton.agents.JoinClosing;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dispatcher's thread: it takes events from the ring and posts from the inbox, in batches,
 * finds their routes, and runs or hands over the deliveries. All of its state is confined to that
 * thread, but for the flags that are said to be volatile.
 *
 * <p>Follow-ups of inline agents stand in a queue of the thread's own, which is emptied before the
 * next slot of the ring: they need no claim, so an agent can answer into a full ring. A budget
 * keeps a loop that feeds itself from starving the ring.
 */
final class Loop implements Runnable {

  private static final int FOLLOW_UP_BUDGET = 1_024;

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Engine engine;
  private final EventRing ring;
  private final Flight flight;
  private final Tracing tracing;
  private final TargetCache targets;
  private final BatchClock clock;
  private final LoopMessages messages;
  private final MessageQueue followUps;
  private final UnroutedEvents unrouted;
  private final InlineCalls calls;
  private final int batchSize;
  private final int maxInFlight;
  private final Patience patience = new Patience();
  private final Thread thread;

  private final Lingering lingering = new Lingering();
  private final BooleanSupplier hasWork = this::hasWork;
  private final BooleanSupplier hasToDo = this::hasToDo;

  private long next;

  /** Whether something was handed over since we last looked at how much is in flight. */
  private boolean mayBeHeldBack;

  private int unpublishedRounds;
  private boolean isTracing;

  /** Whether somebody traces, or measures how long agents take. */
  private boolean isObserved;

  /** The routes whose joins belong to this thread. */
  private final List<JoinRoute> joins = new ArrayList<>();

  private long followUpsMade;
  private long followUpsDone;
  private volatile boolean isThrottled;
  private volatile boolean isStopping;

  Loop(Engine engine, DispatcherOptions options) {
    this.engine = engine;
    ring = engine.intake().ring();
    flight = engine.flight();
    tracing = engine.tracing();
    targets = new TargetCache(engine.router(), this);
    clock = new BatchClock(engine.time(), tracing.isWanted());
    messages = new LoopMessages(engine.ids(), clock);
    followUps = messages.followUps();
    unrouted = new UnroutedEvents(engine, this, options.unrouted);
    calls = new InlineCalls(engine, this);
    batchSize = options.batchSize;
    maxInFlight = options.maxInFlight;
    thread = new LoopThread(this);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread, whatever is still there. */
  void stop() {
    isStopping = true;
    engine.sleeper().wake();
  }

  Thread thread() {
    return thread;
  }

  Engine engine() {
    return engine;
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /** The inline delivery that is under way; only for the dispatcher's thread. */
  @Nullable Context inside() {
    return calls.entered();
  }

  /** The routes whose joins belong to this thread, which it gives up in the end. */
  List<JoinRoute> joins() {
    return joins;
  }

  /** The calls of agents on this thread. */
  InlineCalls calls() {
    return calls;
  }

  boolean isTracing() {
    return isTracing;
  }

  /** Where the message that is being routed goes, by the table that was looked into for it. */
  Targets currentTargets() {
    return targets.known(current().event().getClass());
  }

  /** Whether any route takes events of a class. */
  boolean isRouted(Class<? extends Event> type) {
    return targets.of(type).routes.length > 0;
  }

  /** The message that is being routed; made now if the event of the ring has none yet. */
  Message current() {
    return messages.isUnfilled() ? fillRoot() : messages.current();
  }

  /** Makes a message of the event that is being taken from the ring, which mostly nobody needs. */
  private Message fillRoot() {
    var event = (Event) requireNonNull(ring.event(next), "none is being taken from the ring");
    Message root = messages.toRoot();
    root.becomeRoot(event, ring.origin(next), engine.intake().publishedAt(next));
    return root;
  }

  /**
   * The correlation that was given with an event which is being taken from the ring, and is no
   * message yet; null if there is none, or nobody gave one.
   */
  @Nullable CorrelationId freshCorrelation() {
    return messages.isUnfilled() ? (CorrelationId) ring.origin(next) : null;
  }

  boolean isThrottled() {
    return isThrottled;
  }

  @Override
  public void run() {
    engine.sleeper().adopt();
    try {
      while (!isStopping) {
        long began = System.nanoTime();
        clock.nextBatch();
        messages.nextBatch();
        targets.nextBatch();
        isTracing = tracing.isOn();
        isObserved = isTracing || engine.stalls().isWatching();
        Thread.interrupted(); // an agent's interrupt is not meant for the next one
        long posts = takePosts();
        int events = takeEvents();
        settle(posts);
        engine.stalls().batchEnded(began);
        waitIfIdle(posts, events);
      }
    } catch (Throwable e) {
      // The edge of the thread: an Error here means that the dispatcher cannot go on.
      log.error("dispatcher failed: name={}", engine.name(), e);
      engine.fail(e);
    } finally {
      joins.forEach(route -> route.store().detach());
    }
  }

  private void waitIfIdle(long posts, int events) {
    if (posts > 0 || events > 0 || !followUps.isEmpty()) {
      unpublishedRounds = 0;
      if (events < batchSize) {
        patience.after(events);
      }
    } else if (ring.cursor() >= next && !isHeldBack()) {
      if (!engine.intake().isAbandoned(next)) {
        engine.sleeper().awaitPublication(unpublishedRounds++);
      }
    } else if (hasToFlush() && !Sleeper.isSoon(hasWork)) {
      lingering.flush();
    } else {
      messages.clear();
      engine.sleeper().await(hasToDo);
    }
  }

  private boolean hasToDo() {
    return hasWork() || hasToFlush();
  }

  /** Whether batches linger in vain: nothing else is active, or nothing more is taken. */
  private boolean hasToFlush() {
    return lingering.isAny() && (isThrottled || flight.isQuietBut(lingering.waiting()));
  }

  /** The batches that wait for more. */
  Lingering lingering() {
    return lingering;
  }

  private boolean hasWork() {
    return isStopping || !engine.inbox().isEmpty() || (ring.cursor() >= next && !isHeldBack());
  }

  /** Whether so much is in flight that nothing more is taken from outside. */
  private boolean isHeldBack() {
    if (!flight.isAtLeast(maxInFlight)) {
      if (isThrottled) {
        isThrottled = false;
      }
      return false;
    }
    isThrottled = true;
    // Whoever ends a delivery reads the flag after counting; look once more after writing it.
    return flight.isAtLeast(maxInFlight);
  }

  private long takePosts() {
    long posts = 0;
    for (Post post = engine.inbox().takeAll(); post != null; post = post.next) {
      post.run(this);
      routeFollowUps();
      posts++;
    }
    return posts;
  }

  /**
   * Hands on what has come. The hot way stands in the loop itself: a method that was compiled on
   * its own may be too big for compilers to put it in here.
   */
  private int takeEvents() {
    routeFollowUps();
    long last = Math.min(ring.cursor(), next + batchSize - 1);
    long first = next;
    mayBeHeldBack = true;
    for (Object event = nextEvent(last); event != null; event = nextEvent(last)) {
      messages.toUnfilled();
      Object origin = ring.origin(next);
      boolean isPlain = !isObserved && (origin == null || origin instanceof CorrelationId);
      if (!isPlain || !targets.hot().call(calls, event)) {
        routeRoot((Event) event, isPlain);
      }
      routeFollowUps();
      ring.clear(next++, origin);
    }
    return (int) (next - first);
  }

  /** The next event, if it is published and may be taken now. */
  private @Nullable Object nextEvent(long last) {
    if (next > last || (mayBeHeldBack && lookIfHeldBack())) {
      return null;
    }
    return ring.event(next);
  }

  private boolean lookIfHeldBack() {
    mayBeHeldBack = false;
    return isHeldBack();
  }

  /** One more delivery is in flight on another thread. */
  void handedOver() {
    mayBeHeldBack = true;
  }

  private void settle(long posts) {
    engine.tally().handledInline(calls.handled());
    flight.batch(followUpsMade, followUpsDone, posts, next - 1);
    flight.look();
  }

  /** The look is apart from the work, so that compilers put it, and not a call, into the loops. */
  private void routeFollowUps() {
    if (!followUps.isEmpty()) {
      routeEachFollowUp();
    }
  }

  private void routeEachFollowUp() {
    for (int i = 0; !followUps.isEmpty() && i < FOLLOW_UP_BUDGET; i++) {
      Message message = messages.toFollowUp();
      route(message, message.event());
      followUps.remove();
      followUpsDone++;
    }
  }

  private void routeRoot(Event event, boolean isPlain) {
    if (event == EventRing.VOID) {
      return;
    }
    if (isPlain) {
      routePlain(event);
    } else {
      route(current(), event);
    }
  }

  private void route(Message message, Event event) {
    if (isObserved || message.isSpecial()) {
      routeSpecial(message, targets.of(event.getClass()));
    } else if (!targets.hot().call(calls, event)) {
      routePlain(event);
    }
  }

  private void routePlain(Event event) {
    Targets found = targets.of(event.getClass());
    if (found.inline == null) {
      deliver(current(), found);
    } else {
      found.inline.call(calls, event);
    }
  }

  /** Many events of a class come, and this hands them on. */
  void heated(Targets found, InlineCall call) {
    targets.heated(found, call);
  }

  private void routeSpecial(Message message, Targets found) {
    RunState run = message.run();
    if (run == null || run.admit(message, found.isSystem)) {
      routeAdmitted(message, found);
    }
    if (run != null) {
      run.end();
    }
  }

  private void routeAdmitted(Message message, Targets found) {
    RunState run = message.run();
    if (isTracing) {
      trace(message, run);
      if (tracing.isScoped()) {
        JoinRoute.rememberHeaders(message, found.routes);
      }
    }
    if (run != null) {
      run.show(message);
    }
    RouteEntry only = message.only();
    if (only != null) {
      only.deliver(this, message);
    } else if (message.isPastMaxHops() && !found.isSystem) {
      engine.failures().bury(message, message.source(), 0, new TooManyHopsException(message));
    } else {
      deliver(message, found);
    }
  }

  private void trace(Message message, @Nullable RunState run) {
    Instant accepted = acceptedAt(message);
    if (run != null) {
      run.traceStart(message.id(), accepted);
    }
    tracing.trace(new TraceEvent.Dispatched(message.envelope(), accepted));
  }

  /** When it was handed in, from which on its agents are waited for. */
  private Instant acceptedAt(Message message) {
    long waited = engine.time().nanoTime() - message.queuedAt();
    return engine.time().now().minusNanos(Math.max(0, waited));
  }

  private void deliver(Message message, Targets found) {
    boolean isTaken = false;
    for (var route : found.routes) {
      isTaken |= route.offer(this, message);
    }
    if (!isTaken || found.isTerminate) {
      deliverElsewhere(message, found, isTaken);
    }
  }

  private void deliverElsewhere(Message message, Targets found, boolean isTaken) {
    if (found.isTerminate) {
      engine.terminate();
    }
    if (!isTaken && !found.isSystem) {
      unrouted.take(message);
    }
  }

  /** Calls the function of a join that has closed, in the midst of routing another message. */
  void invokeClosing(RouteEntry route, Agent<Event> agent, Message message, boolean isOfEvent) {
    int before = messages.enterClosing();
    calls.call(route, agent, message, isOfEvent);
    messages.leaveClosing(before);
  }

  /** As {@link #invokeClosing}, for a join of plain parts whose route has no more to do. */
  void answer(RouteEntry route, JoinClosing join) {
    int before = messages.enterClosing();
    calls.answer(route, join, messages.closing(join));
    messages.leaveClosing(before);
  }

  /** Puts an event that an agent made on this thread into the queue. */
  void follow(Message parent, @Nullable RouteEntry route, int lane, int position, Event event) {
    RunState run = parent.isSpecial() ? parent.run() : null;
    if (run != null) {
      run.begin();
    }
    followUps.add().becomeFollowUp(event, parent, route, lane, position);
    followUpsMade++;
  }

  /** Puts an event that was made on another thread, and counted there, into the queue. */
  Message followFromOutside(
      Message parent,
      @Nullable RouteEntry route,
      int lane,
      int position,
      @Nullable RunState childRun,
      Event event) {
    Message message = followUps.add();
    message.becomeFollowUp(event, parent, route, lane, position);
    if (childRun != null) {
      message.enter(childRun);
    }
    followUpsMade++;
    return message;
  }

  /** Puts an event that no agent has made into the queue. */
  void root(Event event, @Nullable Object origin) {
    followUps.add().becomeRoot(event, origin, clock.nanos());
    followUpsMade++;
  }

  /** The message of a join that has just closed; valid until the next one closes. */
  Message closing(JoinClosing join) {
    return messages.closing(join);
  }

  /** Delivers an event once more. */
  void again(Redispatch redispatch) {
    Message root = messages.toRoot();
    root.becomeRoot(redispatch.envelope().event(), redispatch, clock.nanos());
    route(root, root.event());
  }
}
