package io.baton.dispatcher;

import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceSource;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for a tracer that may block, and the one thread that calls it. Whoever puts never
 * waits, takes no lock, and so cannot leave one behind when its stack ends; what is too much is
 * lost, and counted.
 */
final class TraceQueue implements Runnable {

  /** How many trace events wait for a tracer; threads that put at once may add one each. */
  static final int CAPACITY = 65_536;

  /** How often a tracer that wants no trace events is asked again. */
  private static final long ASK_AGAIN_NANOS = 100_000_000;

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final IsolatedTracer tracer;
  private final String dispatcher;
  private final Thread thread;
  private final Sleeper sleeper = new Sleeper(WaitStrategy.PARK);
  private final ConcurrentLinkedQueue<TraceEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final LongAdder lost = new LongAdder();
  private final AtomicBoolean isWarned = new AtomicBoolean();

  /** What the tracer said last, on its own thread: it may block there too. */
  private volatile boolean isEnabled = true;

  /** The end of the dispatcher; null while it runs. */
  private volatile @Nullable TraceSource end;

  /** Whether the time for what is left is up. */
  private volatile boolean isGivenUp;

  TraceQueue(IsolatedTracer tracer, String dispatcher) {
    this.tracer = tracer;
    this.dispatcher = dispatcher;
    // A daemon: the tracer may block for ever, and the program must be able to end.
    thread = Thread.ofPlatform().daemon().name(dispatcher + "-tracer").unstarted(this);
  }

  void start() {
    thread.start();
  }

  boolean isEnabled() {
    return isEnabled;
  }

  /** Hands in a trace event; never waits. */
  void put(TraceEvent event) {
    if (!isEnabled) {
      return;
    }
    if (size.get() >= CAPACITY || isGivenUp) {
      lose();
      return;
    }
    events.add(event);
    size.incrementAndGet();
    sleeper.wake();
  }

  private void lose() {
    lost.increment();
    if (!isWarned.get() && isWarned.compareAndSet(false, true)) {
      log.warn(
          "traces are lost, since a tracer is too slow: dispatcher={} tracer={} waiting={}",
          dispatcher,
          tracer.name(),
          size.get());
    }
  }

  /** How many trace events its tracer has not got, and will not get. */
  long lost() {
    return lost.sum() + (isGivenUp ? size.get() : 0);
  }

  boolean isOwnThread(Thread current) {
    return thread.equals(current);
  }

  @Override
  public void run() {
    sleeper.adopt();
    TraceSource last = null;
    while (last == null) {
      last = end; // what was put before the end is seen after it
      call(null);
      handOver();
      if (last == null) {
        boolean isAskedAgain = !isEnabled && !tracer.isOut();
        sleeper.park(this::hasToDo, isAskedAgain ? ASK_AGAIN_NANOS : Sleeper.FOR_EVER);
      }
    }
    tracer.stopped(last);
  }

  private void handOver() {
    for (var event = events.poll(); event != null; event = events.poll()) {
      size.decrementAndGet();
      if (isGivenUp) {
        lose();
      } else {
        call(event);
      }
    }
  }

  /** Asks the tracer whether it wants trace events, and gives it one, if there is one. */
  private void call(@Nullable TraceEvent event) {
    try {
      isEnabled = tracer.isEnabled();
      if (isEnabled && event != null) {
        tracer.trace(event);
      }
    } catch (VirtualMachineError e) {
      tracer.failed(e);
    }
    Thread.interrupted(); // what it has left behind is not meant for the next one
  }

  private boolean hasToDo() {
    return end != null || !events.isEmpty();
  }

  /** Nothing more will come: lets the tracer have what is left, and then tells it of the end. */
  void stop(TraceSource source) {
    end = source;
    sleeper.wake();
  }

  /** Waits for that, but not longer than the time given. */
  void awaitEnd(Duration atMost) {
    if (isOwnThread(Thread.currentThread())) {
      return; // the tracer itself has closed its dispatcher
    }
    boolean isInterrupted = Thread.interrupted();
    try {
      if (!thread.join(atMost)) {
        giveUp();
      }
    } catch (InterruptedException _) {
      isInterrupted = true;
      giveUp();
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp() {
    isGivenUp = true;
    log.warn(
        "tracer has not come to an end: dispatcher={} tracer={} waiting={}",
        dispatcher,
        tracer.name(),
        size.get());
    thread.interrupt();
  }
}
