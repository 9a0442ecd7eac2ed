package io.baton.dispatcher;

import io.baton.agents.MemoryObserver;
import io.baton.agents.WorkingMemory.Change;
import io.baton.agents.WorkingMemory.Subscription;
import io.baton.events.Event;
import io.baton.events.MemoryChanged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link MemoryChanged} of each change of the dispatcher's memory, while a route takes
 * them. Thread-safe.
 *
 * <p>What a delivery changes, at its end or directly, makes follow-ups of it; what is changed
 * outside makes roots, as by a dispatch. What a delivery of a {@code MemoryChanged} changes makes
 * none: it would have no end. A loop over further events ends at its last hop.
 */
final class MemoryEvents implements MemoryObserver {

  /** Whether a route of a table takes these events: found once for a table. */
  private record Asked(RouteTable table, boolean isAsked) {}

  private final Engine engine;
  private volatile Asked asked = new Asked(RouteTable.EMPTY, false);
  private volatile @Nullable Subscription subscription;

  MemoryEvents(Engine engine) {
    this.engine = engine;
  }

  void start() {
    subscription = engine.memory().observe(this);
  }

  void close() {
    Subscription current = subscription;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public boolean isInterested() {
    RouteTable table = engine.router().table();
    Asked last = asked;
    if (last.table() != table) {
      last = new Asked(table, table.targets(MemoryChanged.class).length > 0);
      asked = last;
    }
    return last.isAsked();
  }

  @Override
  public void changed(List<Change> changes, @Nullable Object cause) {
    Context context = cause == null ? engine.inside() : own(cause);
    if (context != null) {
      if (!(context.delivered().event() instanceof MemoryChanged)) {
        follow(context, changes, cause == null);
      }
    } else {
      changes.forEach(change -> dispatch(eventOf(change), cause == null));
    }
  }

  private @Nullable Context own(Object cause) {
    return cause instanceof Context context && context.engine() == engine ? context : null;
  }

  /**
   * Publishes events as follow-ups of a delivery: one that is just settling, or the one that the
   * current thread works on, if it has not settled yet.
   */
  private void follow(Context context, List<Change> changes, boolean isDirect) {
    if (!isDirect) {
      changes.forEach(change -> context.publish(eventOf(change), Lane.MEMORY, null));
    } else if (tryHold(context)) {
      try {
        changes.forEach(change -> context.publish(eventOf(change), Lane.MEMORY, null));
      } finally {
        context.release();
      }
    } else {
      changes.forEach(change -> post(eventOf(change)));
    }
  }

  private static boolean tryHold(Context context) {
    try {
      context.hold();
      return true;
    } catch (IllegalStateException _) {
      return false; // it has settled, but its thread goes on
    }
  }

  /** A delivery of another dispatcher, and this one's thread, must not wait for room. */
  private void dispatch(Event event, boolean mayWait) {
    if (!mayWait || engine.loop().isCurrentThread()) {
      post(event);
      return;
    }
    try {
      engine.accept(event, null);
    } catch (DispatchInterruptedException _) {
      post(event); // the change is made; the caller's flag is set
    } catch (DispatcherClosedException _) {
      // The memory may well live longer than those whom its changes would be told.
    }
  }

  private void post(Event event) {
    if (!engine.intake().isClosed()) {
      engine.post(Post.of(loop -> loop.root(event, null)));
    }
  }

  private static MemoryChanged eventOf(Change change) {
    return new MemoryChanged(change.key(), change.version(), change.writer());
  }
}
