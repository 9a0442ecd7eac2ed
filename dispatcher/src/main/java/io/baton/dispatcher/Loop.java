package io.baton.dispatcher;

import com.lmax.disruptor.RingBuffer;
import io.baton.agents.Agent;
import io.baton.agents.JoinClosing;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.Failure;
import io.baton.events.Unrouted;
import io.baton.tracing.TraceEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private final RingBuffer<Slot> ring;
  private final Flight flight;
  private final Tracing tracing;
  private final TargetCache targets;
  private final BatchClock clock;
  private final Message root;
  private final Message closing;
  private final MessageQueue followUps;
  private final InlineContext inline;
  private final UnroutedPolicy unrouted;
  private final int batchSize;
  private final int maxInFlight;
  private final Patience patience = new Patience();
  private final Set<Class<?>> warned = new HashSet<>();
  private final Thread thread;

  private final BooleanSupplier hasWork = this::hasWork;

  private long next;
  private int unpublishedRounds;
  private long followUpsMade;
  private long followUpsDone;
  private long handled;
  private volatile boolean isThrottled;
  private volatile boolean isStopping;

  Loop(Engine engine, AsyncDispatcher.Builder options) {
    this.engine = engine;
    ring = engine.intake().ring();
    flight = engine.flight();
    tracing = engine.tracing();
    targets = new TargetCache(engine.router());
    clock = new BatchClock(engine.time(), tracing.isWanted());
    root = new Message(engine.ids(), clock);
    closing = new Message(engine.ids(), clock);
    followUps = new MessageQueue(engine.ids(), clock);
    inline = new InlineContext(engine, this);
    unrouted = options.unrouted;
    batchSize = options.batchSize;
    maxInFlight = options.maxInFlight;
    thread = Thread.ofPlatform().name(engine.name()).unstarted(this);
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
    return inline.isEntered() ? inline : null;
  }

  boolean isThrottled() {
    return isThrottled;
  }

  @Override
  public void run() {
    engine.sleeper().adopt();
    try {
      while (!isStopping) {
        clock.nextBatch();
        long posts = takePosts();
        int events = takeEvents();
        settle(posts);
        waitIfIdle(posts, events);
      }
    } catch (Throwable e) {
      // The edge of the thread: an Error here means that the dispatcher cannot go on.
      log.error("dispatcher failed: name={}", engine.name(), e);
      engine.fail(e);
    }
  }

  private void waitIfIdle(long posts, int events) {
    if (posts > 0 || events > 0 || !followUps.isEmpty()) {
      unpublishedRounds = 0;
      patience.after(events);
    } else if (ring.getCursor() >= next && !isHeldBack()) {
      engine.sleeper().awaitPublication(unpublishedRounds++);
    } else {
      engine.sleeper().await(hasWork);
    }
  }

  private boolean hasWork() {
    return isStopping || !engine.inbox().isEmpty() || (ring.getCursor() >= next && !isHeldBack());
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

  private int takeEvents() {
    routeFollowUps();
    long last = Math.min(ring.getCursor(), next + batchSize - 1);
    long first = next;
    while (next <= last && ring.isAvailable(next) && !isHeldBack()) {
      Slot slot = ring.get(next);
      Event event = slot.event;
      if (event != null) {
        root.becomeRoot(event, slot.origin, slot.publishedAt);
        slot.clear();
        routeMessage(root);
        routeFollowUps();
      }
      next++;
    }
    return (int) (next - first);
  }

  private void settle(long posts) {
    engine.tally().handledInline(handled);
    flight.batch(followUpsMade, followUpsDone, posts, next - 1);
    flight.look();
  }

  private void routeFollowUps() {
    for (int i = 0; !followUps.isEmpty() && i < FOLLOW_UP_BUDGET; i++) {
      routeMessage(followUps.first());
      followUps.remove();
      followUpsDone++;
    }
  }

  private void routeMessage(Message message) {
    Targets found = targets.of(message.event().getClass());
    RunState run = message.run();
    if (run == null) {
      deliver(message, found);
      return;
    }
    if (run.isOver()) {
      run.skipped();
    } else {
      run.see(message.event());
      deliver(message, found);
    }
    run.end();
  }

  private void deliver(Message message, Targets found) {
    if (tracing.isOn()) {
      tracing.trace(new TraceEvent.Dispatched(message.envelope(), engine.time().now()));
    }
    if (message.isPastMaxHops() && !found.isSystem) {
      engine
          .failures()
          .bury(
              message,
              message.source(),
              0,
              new DispatchException("more than " + message.maxHops() + " hops; is it a loop?"));
      return;
    }
    boolean isTaken = false;
    for (var route : found.routes) {
      isTaken |= route.offer(this, message);
    }
    if (found.isTerminate) {
      engine.terminate();
    }
    if (!isTaken && !found.isSystem) {
      unrouted(message);
    }
  }

  private void unrouted(Message message) {
    RunState run = message.run();
    if (run != null) {
      if (run.wants(message.event())) {
        return;
      }
      run.unrouted();
    }
    engine.tally().unrouted();
    Class<?> type = message.event().getClass();
    switch (unrouted) {
      case IGNORE -> {}
      case WARN -> warnUnrouted(type);
      case DEAD_LETTER ->
          engine.failures().bury(message, null, 0, new DispatchException("no route takes it"));
      case FAIL_RUN -> {
        if (run == null) {
          warnUnrouted(type);
        } else {
          run.fail("no route takes " + type.getSimpleName());
        }
      }
    }
    tellUnrouted(message);
  }

  private void warnUnrouted(Class<?> type) {
    if (warned.add(type)) {
      log.warn("unrouted event: dispatcher={} type={}", engine.name(), type.getName());
    }
  }

  private void tellUnrouted(Message message) {
    if (tracing.isOn()) {
      tracing.trace(new TraceEvent.Unrouted(message.envelope(), engine.time().now()));
    }
    if (targets.of(Unrouted.class).routes.length > 0) {
      follow(message, message.source(), Lane.DEAD_LETTER, 1, new Unrouted(message.envelope()));
    }
  }

  /** Calls an agent on this thread; whatever it throws fails this delivery only. */
  void invoke(RouteEntry route, Agent<Event> agent, Message message, boolean isOfEvent) {
    if (tracing.isOn()) {
      invokeTraced(route, agent, message, isOfEvent);
    } else {
      invokePlainly(route, agent, message, isOfEvent);
    }
  }

  private int invokePlainly(
      RouteEntry route, Agent<Event> agent, Message message, boolean isOfEvent) {
    inline.enter(message, route);
    try {
      List<? extends Event> answer = agent.receive(message.event(), inline);
      int size = Answers.check(answer);
      inline.commit();
      for (int i = 0; i < size; i++) {
        follow(message, route, Lane.ANSWER, i, answer.get(i));
      }
      if (!inline.delayed().isEmpty()) {
        schedule(route, message);
      }
      if (isOfEvent) {
        countHandled(message);
      }
      return size;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      engine.failures().bury(message, route, 1, e);
      return -1;
    } finally {
      inline.leave();
    }
  }

  private void invokeTraced(
      RouteEntry route, Agent<Event> agent, Message message, boolean isOfEvent) {
    var trace = DeliveryTrace.start(engine, message, route);
    int answers = invokePlainly(route, agent, message, isOfEvent);
    if (answers >= 0) {
      trace.ended(answers);
    } else {
      trace.failed(new Failure("", "see the dead letter", ""));
    }
  }

  void countHandled(Message message) {
    handled++;
    RunState run = message.run();
    if (run != null) {
      run.handled();
    }
  }

  private void schedule(RouteEntry route, Message message) {
    Message parent = message.copy();
    int position = 0;
    for (var event : inline.delayed()) {
      engine.later(
          event, new FollowUps(parent, route, Lane.LATER, position++, null, event.event()));
    }
  }

  /** Puts an event that an agent made on this thread into the queue. */
  void follow(Message parent, @Nullable RouteEntry route, int lane, int position, Event event) {
    RunState run = parent.run();
    if (run != null) {
      run.begin();
    }
    followUps.add().becomeFollowUp(event, parent, route, lane, position);
    followUpsMade++;
  }

  /** Puts an event that was made on another thread, and counted there, into the queue. */
  void followFromOutside(
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
  }

  /** The message of a join that has just closed; valid until the next one closes. */
  Message closing(JoinClosing join) {
    closing.becomeClosing(join);
    return closing;
  }

  /** Delivers an event again, to one route only. */
  void again(Envelope envelope, RouteEntry route, RunState run) {
    root.becomeAgain(envelope, run);
    route.deliver(this, root);
    run.end();
  }
}
