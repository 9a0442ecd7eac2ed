package io.baton.dispatcher;

import io.baton.agents.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An event that is published when its time has come, unless its run ends early before. */
final class Later implements Stoppable {

  private final Engine engine;
  private final FollowUps made;
  private final @Nullable RunState run;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private volatile TimeSource.@Nullable Timer timer;

  Later(Engine engine, FollowUps made) {
    this.engine = engine;
    this.made = made;
    run = made.run();
  }

  void begin(Duration delay) {
    engine.scheduled();
    if (run != null) {
      run.begin();
      run.underway().add(this);
    }
    timer = engine.time().schedule(delay, this::publish);
    if (isOver.get()) {
      cancelTimer();
    } else if (run != null && run.isOver()) {
      stop();
    }
  }

  private void publish() {
    if (isOver.compareAndSet(false, true)) {
      engine.publish(made);
      end();
    }
  }

  @Override
  public void stop() {
    if (isOver.compareAndSet(false, true)) {
      cancelTimer();
      if (run != null) {
        run.skipped();
      }
      end();
    }
  }

  private void end() {
    if (run != null) {
      run.underway().remove(this);
      run.end();
    }
    engine.unscheduled();
  }

  private void cancelTimer() {
    TimeSource.Timer current = timer;
    if (current != null) {
      current.cancel();
    }
  }
}
