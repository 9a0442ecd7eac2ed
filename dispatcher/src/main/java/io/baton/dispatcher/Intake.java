package io.baton.dispatcher;

import io.baton.agents.WaitGuard;
import io.baton.events.Event;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The door for callers outside: a place of the ring is claimed, filled and published, or the caller
 * waits. Everything that may throw or wait comes before the claim, since a place that is claimed
 * and never published stops the ring for ever. Only a used up stack can come after it: then the
 * place is noted, without a call, and the dispatcher's thread publishes it as void.
 */
final class Intake {

  private static final int SPINS = 100;
  private static final long PARK_NANOS = 20_000;

  private final Engine engine;
  private final EventRing ring;
  private final Sleeper sleeper;

  /** What callers wait for. */
  private final String room;

  /** When each place was published, in nanoseconds; empty when nobody traces. */
  private final long[] publishedAt;

  /** How many mailboxes are full. */
  private final AtomicInteger fullMailboxes = new AtomicInteger();

  /** What keeps the door from being simply open: closed, or a full mailbox. */
  private volatile boolean isGuarded;

  private volatile boolean isClosed;

  /** Places whose callers had no stack left to publish them; written before the flag. */
  private final long[] lost;

  private volatile boolean hasOverflowed;

  Intake(Engine engine, int ringSize, Sleeper sleeper) {
    this.engine = engine;
    this.sleeper = sleeper;
    room = "room in dispatcher " + engine.name();
    ring = new EventRing(ringSize);
    lost = new long[ringSize];
    Arrays.fill(lost, -1);
    publishedAt = new long[engine.tracing().isWanted() ? ringSize : 0];
  }

  EventRing ring() {
    return ring;
  }

  /** When a place was published, in nanoseconds; 0 when nobody traces. */
  long publishedAt(long sequence) {
    return publishedAt.length == 0 ? 0 : publishedAt[(int) sequence & (publishedAt.length - 1)];
  }

  /** Hands in an event, waiting for room. */
  void put(Event event, @Nullable Object origin) {
    if (isGuarded) {
      awaitMailbox(event, origin);
    }
    claimAndPublish(event, origin, true);
  }

  /** Hands in an event if there is room now. */
  boolean tryPut(Event event, @Nullable Object origin) {
    if (isGuarded) {
      refuseIfClosed();
      if (shut(event, origin) != null) {
        return false;
      }
    }
    return claimAndPublish(event, origin, false);
  }

  private boolean claimAndPublish(Event event, @Nullable Object origin, boolean isPatient) {
    long now = 0;
    Object from = origin;
    if (publishedAt.length > 0) {
      if (!isPatient && !ring.hasRoom()) {
        return false; // the tracers are not to take it for one that was sent
      }
      now = engine.time().nanoTime();
      from = engine.tracing().originOf(event, origin);
    }
    long sequence = tryClaim();
    if (sequence < 0) {
      if (!isPatient) {
        return false;
      }
      sequence = awaitClaim(event);
    }
    boolean isPublished = false;
    boolean isTooLate = false;
    try {
      isTooLate = publish(sequence, event, from, now);
      isPublished = true;
      sleeper.wake();
    } catch (StackOverflowError e) {
      if (!isPublished) {
        // No stack is left for any call, so the dispatcher's thread has to do the rest.
        lost[(int) sequence & (lost.length - 1)] = sequence;
        hasOverflowed = true;
        throw e;
      }
      // It is accepted. Whoever comes next, or waits for room or for the outcome, wakes the
      // sleeper.
    }
    if (isTooLate) {
      throw engine.closed();
    }
    return true;
  }

  /** Publishes an event, which is the last that this does; says whether it is too late for that. */
  private boolean publish(long sequence, Event event, @Nullable Object origin, long now) {
    // The claim is a full fence: either we see here that the door was closed, or whoever closed it
    // sees our claim and waits for it.
    boolean isTooLate = isClosed;
    if (publishedAt.length > 0) {
      publishedAt[(int) sequence & (publishedAt.length - 1)] = now;
    }
    ring.publish(sequence, isTooLate ? EventRing.VOID : event, origin);
    return isTooLate;
  }

  /**
   * Publishes a place as void if the caller who claimed it has no stack left to do so. For the
   * dispatcher's thread, which waits for this place.
   */
  boolean isAbandoned(long sequence) {
    if (!hasOverflowed || lost[(int) sequence & (lost.length - 1)] != sequence) {
      return false;
    }
    if (ring.event(sequence) == null) {
      ring.publish(sequence, EventRing.VOID, null);
    }
    return true;
  }

  /** Lets nobody in any more; whoever has claimed a place already may find the door closed. */
  void close() {
    isClosed = true;
    isGuarded = true;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** A mailbox has become full, or has room again. */
  void mailboxFull(boolean isFull) {
    int full = isFull ? fullMailboxes.incrementAndGet() : fullMailboxes.decrementAndGet();
    if (full > 0) {
      isGuarded = true;
    } else {
      openUp();
    }
  }

  private void openUp() {
    isGuarded = false;
    // Another may have closed the door, or filled a mailbox, since we looked.
    if (isClosed || fullMailboxes.get() > 0) {
      isGuarded = true;
    }
  }

  private long awaitClaim(Event event) {
    for (int i = 0; ; i++) {
      long sequence = tryClaim();
      if (sequence >= 0) {
        return sequence;
      }
      pause(i, event);
    }
  }

  /** Claims a place; if there is none, the one in it may have had no stack left to wake anybody. */
  private long tryClaim() {
    long sequence = ring.tryClaim();
    if (sequence < 0) {
      sleeper.wake();
    }
    return sequence;
  }

  private void awaitMailbox(Event event, @Nullable Object origin) {
    refuseIfClosed();
    RouteEntry full = shut(event, origin);
    for (int i = 0; full != null; i++) {
      Flow flow = full.spec().flow();
      if (flow.overflow() == Overflow.REJECT) {
        throw new MailboxFullException(
            full.name(), flow.capacity(), event.getClass().getSimpleName());
      }
      pause(i, event);
      full = shut(event, origin);
    }
  }

  /** A route to which an event would go and that has no room for it; null if there is none. */
  private @Nullable RouteEntry shut(Event event, @Nullable Object origin) {
    if (fullMailboxes.get() == 0) {
      return null;
    }
    if (origin instanceof Redispatch again) {
      return again.route().isFull() ? again.route() : null;
    }
    return engine.doors().shut(event.getClass());
  }

  private void pause(int round, Event event) {
    refuseIfClosed();
    WaitGuard.beforeWaiting(room);
    if (Thread.currentThread().isInterrupted()) {
      throw new DispatchInterruptedException(
          "interrupted while waiting for "
              + room
              + " to dispatch an event of type "
              + event.getClass().getSimpleName());
    }
    if (round < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(this, PARK_NANOS);
    }
  }

  private void refuseIfClosed() {
    if (isClosed) {
      throw engine.closed();
    }
  }
}
