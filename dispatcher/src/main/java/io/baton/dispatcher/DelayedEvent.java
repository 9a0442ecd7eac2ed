package io.baton.dispatcher;

import io.baton.agents.RunOutcome;
import io.baton.agents.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An event of an agent's that waits for its time: then it is published, or it is withdrawn before
 * because its run has ended early. Thread-safe.
 */
final class DelayedEvent implements RunPart {

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
    long delay = Math.max(0, dueNanos - engine.time().nanoTime());
    timer = engine.time().schedule(Duration.ofNanos(delay), this::publish);
    if (run != null) {
      run.add(this);
      if (isDone.get()) {
        // It came true before it could be found, or was found and will not come true.
        run.remove(this);
      }
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
