package io.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final List<String> ran = new ArrayList<>();

  @Test
  void timeStandsStillUntilItIsMoved() {
    assertThat(time.now()).isEqualTo(Instant.EPOCH);
    assertThat(time.nanoTime()).isZero();

    time.advance(Duration.ofMillis(5));

    assertThat(time.now()).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(time.epochMillis()).isEqualTo(5);
    assertThat(time.nanoTime()).isEqualTo(5_000_000);
  }

  @Test
  void dueTimersRunInTheOrderOfTheirTimesEachAtItsOwn() {
    note("late", 30);
    note("early", 10);
    note("early too", 10);
    note("never", 41);

    time.advance(Duration.ofMillis(20));
    time.advance(Duration.ofMillis(20));

    assertThat(ran).containsExactly("early at 10", "early too at 10", "late at 30");
    assertThat(time.epochMillis()).isEqualTo(40);
  }

  @Test
  void timersScheduledByTimersRunIfTheyAreDue() {
    time.schedule(
        Duration.ofMillis(10),
        () -> {
          note("inner", 5);
          note("too late", 11);
        });

    time.advance(Duration.ofMillis(20));

    assertThat(ran).containsExactly("inner at 15");
  }

  @Test
  void timerMayAdvanceTheTimeItself() {
    time.schedule(Duration.ofMillis(10), () -> time.advance(Duration.ofMillis(50)));
    note("other", 20);

    time.advance(Duration.ofMillis(15));

    assertThat(ran).containsExactly("other at 20");
    assertThat(time.epochMillis()).isEqualTo(60);
  }

  @Test
  void withdrawnTimerDoesNotRun() {
    var timer = note("withdrawn", 10);
    note("kept", 10);

    timer.cancel();
    timer.cancel();
    time.advance(Duration.ofMillis(10));
    timer.cancel();

    assertThat(ran).containsExactly("kept at 10");
  }

  @Test
  void timerWithoutADelayRunsAtOnceOnAThreadOfItsOwn() throws InterruptedException {
    var done = new CountDownLatch(1);
    var caller = Thread.currentThread();

    time.schedule(
        Duration.ZERO,
        () -> {
          assertThat(Thread.currentThread()).isNotSameAs(caller);
          done.countDown();
        });

    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void timeNeverGoesBack() {
    assertThatThrownBy(() -> time.advance(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time cannot go back, but was to advance by PT-0.001S");
  }

  @Test
  void eachTimerRunsOnceWhenSeveralThreadsAdvance() throws Exception {
    var runs = new AtomicInteger();
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 1_000; i++) {
        int delay = i;
        executor.execute(() -> time.schedule(Duration.ofMillis(delay + 1), runs::incrementAndGet));
        executor.execute(() -> time.advance(Duration.ofMillis(1)));
      }
    }
    time.advance(Duration.ofSeconds(1));

    assertThat(runs).hasValue(1_000);
    assertThat(time.epochMillis()).isEqualTo(2_000);
  }

  private TimeSource.Timer note(String name, int millis) {
    return time.schedule(
        Duration.ofMillis(millis), () -> ran.add(name + " at " + time.epochMillis()));
  }
}
