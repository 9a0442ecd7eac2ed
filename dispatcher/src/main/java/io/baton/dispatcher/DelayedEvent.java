package io.baton.dispatcher;

import io.baton.agents.RunOutcome;
import io.baton.agents.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event of an agent's that waits for its time: then it is published, or it is withdrawn before
 * because its run has ended early. Thread-safe.
 */
final class DelayedEvent implements RunPart {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Engine engine;
  private final FollowUps made;
  private final @Nullable RunState run;
  private final AtomicBoolean isDone = new AtomicBoolean();
  private volatile TimeSource.@Nullable Timer timer;

  DelayedEvent(Engine engine, FollowUps made) {
    this.engine = engine;
    this.made = made;
    run = made.run();
  }

  /** Begins to wait; whatever causes it has not ended yet. */
  void schedule(long dueNanos) {
    engine.scheduled();
    count(1);
    if (run != null) {
      run.begin();
    }
    if (startTimer(dueNanos) && run != null) {
      run.add(this);
      if (isDone.get()) {
        // It came true before it could be found, or was found and will not come true.
        run.remove(this);
      }
    }
  }

  /** The clock is foreign code; what it refuses is lost, but nobody must wait for it. */
  private boolean startTimer(long dueNanos) {
    try {
      long delay = Math.max(0, dueNanos - engine.time().nanoTime());
      timer = engine.time().schedule(Duration.ofNanos(delay), this::publish);
      return true;
    } catch (RuntimeException e) {
      if (isDone.compareAndSet(false, true)) {
        log.error(
            "delayed event lost, since the clock refused it: dispatcher={}", engine.name(), e);
        conclude();
      }
      return false;
    }
  }

  private void publish() {
    if (isDone.compareAndSet(false, true)) {
      engine.publish(made);
      conclude();
    }
  }

  @Override
  public void endWithRun(RunOutcome how, String why) {
    TimeSource.Timer mine = timer;
    if (mine != null && isDone.compareAndSet(false, true)) {
      mine.cancel();
      if (run != null) {
        run.skipped();
      }
      conclude();
    }
  }

  private void conclude() {
    count(-1);
    if (run != null) {
      run.remove(this);
      run.end();
    }
    engine.unscheduled();
  }

  private void count(int change) {
    RouteEntry route = made.route();
    if (route != null) {
      route.delayed(change);
    }
  }
}
