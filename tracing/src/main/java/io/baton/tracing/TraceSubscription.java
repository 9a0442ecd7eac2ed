package io.baton.tracing;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@link TraceRecorder#subscribe} gives: a listener that is shown what is recorded, until this
 * is closed. Thread-safe.
 *
 * <p>The listener runs on one virtual thread of its own, so a slow one holds nobody back. If it
 * falls behind by more than the recorder keeps, it misses the oldest, which {@link #dropped}
 * counts. One that throws a {@code RuntimeException} ends its subscription, with one line of log at
 * level ERROR.
 */
public final class TraceSubscription implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TraceSubscription.class);

  private final TraceRing ring;
  private final TraceRing.Cursor cursor;
  private final Consumer<? super TraceEvent> listener;
  private final Thread thread;

  private TraceSubscription(TraceRing ring, Consumer<? super TraceEvent> listener) {
    this.ring = ring;
    this.listener = listener;
    cursor = ring.cursor();
    thread = Thread.ofVirtual().name("baton-trace-listener").unstarted(this::listen);
  }

  static TraceSubscription start(TraceRing ring, Consumer<? super TraceEvent> listener) {
    var subscription = new TraceSubscription(ring, listener);
    subscription.thread.start();
    return subscription;
  }

  /**
   * How many trace events the listener has missed: they were pushed out of the recorder, or
   * cleared, before it came to them. Those after its own failure are not counted.
   */
  public long dropped() {
    return cursor.dropped();
  }

  /**
   * Ends the subscription. The listener is still shown what was recorded before, and nothing that
   * is recorded later; this waits until it has seen it all. Closing again does nothing more.
   *
   * <p>A listener may close its own subscription: then this does not wait. A caller that is
   * interrupted stops waiting, with its interrupt flag set; the listener goes on to the same end.
   */
  @Override
  public void close() {
    ring.end(cursor);
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try {
      for (List<TraceEvent> seen = ring.take(cursor); !seen.isEmpty(); seen = ring.take(cursor)) {
        seen.forEach(listener);
      }
    } catch (RuntimeException e) {
      LOG.error("traceListener=failed subscription=ended", e);
    }
  }
}
