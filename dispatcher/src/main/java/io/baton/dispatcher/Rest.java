package io.baton.dispatcher;

import io.baton.agents.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A delivery's wait for its next attempt. It ends once: in its time, or before. Thread-safe. */
final class Rest {

  private final Engine engine;
  private final Delivery delivery;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private volatile TimeSource.@Nullable Timer timer;

  Rest(Engine engine, Delivery delivery) {
    this.engine = engine;
    this.delivery = delivery;
  }

  /** Begins it; counted last, so that who finds the dispatcher idle finds its timer, too. */
  void begin(Duration delay) {
    try {
      timer = engine.time().schedule(Nanos.countable(delay), this::end);
    } catch (Throwable e) {
      // The clock is foreign code. If the run has ended meanwhile, the delivery goes on without it.
      if (isOver.compareAndSet(false, true)) {
        throw e;
      }
    }
    engine.resting();
    if (isOver.get()) {
      cancelTimer();
    }
  }

  /** Lets the delivery go on, with an attempt or, if its run is over, to its end. */
  void end() {
    if (isOver.compareAndSet(false, true)) {
      cancelTimer();
      engine.post(
          Post.of(_ -> {
            engine.roused();
            delivery.goOn();
          }));
    }
  }

  private void cancelTimer() {
    TimeSource.Timer current = timer;
    if (current != null) {
      current.cancel();
    }
  }
}
