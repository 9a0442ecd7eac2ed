package io.baton.dispatcher;

import io.baton.agents.AsyncAgent;
import io.baton.events.Event;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A route with what it takes to deliver. Deliveries are begun by the dispatcher's thread only. */
abstract sealed class RouteEntry implements Route permits InlineRoute, JoinRoute, QueuedRoute {

  private final Router router;
  private final RouteSpec spec;
  private final @Nullable Predicate<Event> predicate;
  private final long nameHash;
  private final @Nullable Guard guard;
  private final @Nullable RunWork runWork;

  /** The events that its agent wants to be published later. */
  private final AtomicLong delayed = new AtomicLong();

  private volatile boolean isRemoved;

  /** Confined to the dispatcher's thread. */
  private @Nullable InlineContext inline;

  /** Confined to the dispatcher's thread. */
  private boolean isStallWarned;

  RouteEntry(Router router, RouteSpec spec) {
    this.router = router;
    this.spec = spec;
    this.predicate = spec.predicate();
    this.nameHash = hash(spec.name());
    this.guard = Guard.of(spec);
    this.runWork = spec.emits().isEmpty() ? null : new RunWork();
  }

  @Override
  public final String name() {
    return spec.name();
  }

  @Override
  public final Set<Class<? extends Event>> types() {
    return spec.types();
  }

  @Override
  public final void remove() {
    router.remove(this);
    isRemoved = true;
  }

  final boolean isRemoved() {
    return isRemoved;
  }

  final RouteSpec spec() {
    return spec;
  }

  final AsyncAgent<Event> agent() {
    return spec.agent();
  }

  /** What is called in place of an agent: where the route is strict, one that cannot wait. */
  final AsyncAgent<Event> called(AsyncAgent<Event> agent) {
    return spec.policy().isStrict() ? StrictAgent.of(name(), agent) : agent;
  }

  /** What stands before the agent; null if nothing does. */
  final @Nullable Guard guard() {
    return guard;
  }

  /** A 64-bit hash of the name, from which the ids of follow-ups are made. */
  final long nameHash() {
    return nameHash;
  }

  /** The context for deliveries on the dispatcher's thread, which alone calls this. */
  final InlineContext inline(Loop loop) {
    InlineContext context = inline;
    if (context == null) {
      context = new InlineContext(loop, this);
      inline = context;
    }
    return context;
  }

  /** Whether it is to be warned now that its agent holds up the dispatcher: only once. */
  final boolean warnOfStall() {
    boolean isFirst = !isStallWarned;
    isStallWarned = true;
    return isFirst;
  }

  /** The most specific of its types that a class belongs to, or null. */
  final @Nullable Class<? extends Event> matching(Class<? extends Event> eventClass) {
    Class<? extends Event> best = null;
    for (var type : spec.types()) {
      if (type.isAssignableFrom(eventClass) && (best == null || best.isAssignableFrom(type))) {
        best = type;
      }
    }
    return best;
  }

  final boolean isFiltered() {
    return predicate != null;
  }

  /** Delivers a message if it passes the predicate; says whether it was taken. */
  final boolean offer(Loop loop, Message message) {
    if (predicate != null) {
      return offer(predicate, loop, message);
    }
    deliver(loop, message);
    return true;
  }

  private boolean offer(Predicate<Event> predicate, Loop loop, Message message) {
    try {
      if (!predicate.test(message.event())) {
        return false;
      }
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // Foreign code on the dispatcher's thread, like an inline agent: it fails this route only.
      loop.engine().failures().bury(message, this, 0, e);
      return true;
    }
    deliver(loop, message);
    return true;
  }

  /** The deliveries of runs that it has on other threads; null if nobody asks for them. */
  final @Nullable RunWork runWork() {
    return runWork;
  }

  /** Whether it has deliveries, queued or running: those of a run or, without one, any. */
  final boolean isWorkingFor(@Nullable RunState run) {
    if (run == null || runWork == null) {
      return queued() + running() + resting() > 0;
    }
    return runWork.hasAny(run);
  }

  /** Begins one delivery; what the agent throws is contained here. */
  abstract void deliver(Loop loop, Message message);

  /** Whether its mailbox is full, so that callers outside are held back. */
  abstract boolean isFull();

  /** The deliveries that wait for the agent; a picture of some moment near now. */
  abstract long queued();

  /** The deliveries that the agent works on; a picture of some moment near now. */
  abstract long running();

  /** The deliveries that wait for another attempt; a picture of some moment near now. */
  abstract long resting();

  /** More or fewer events of its agent wait for their time. */
  final void delayed(int change) {
    delayed.addAndGet(change);
  }

  /** The events of its agent that wait for their time; a picture of some moment near now. */
  final long delayed() {
    return delayed.get();
  }

  @Override
  public final String toString() {
    return "route " + name() + " on " + types();
  }

  /** FNV-1a with 64 bits (Fowler, Noll, Vo). */
  private static long hash(String name) {
    long hash = 0xCBF2_9CE4_8422_2325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100_0000_01B3L;
    }
    return hash;
  }
}
