package io.baton.dispatcher;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.baton.agents.TimeSource;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundTest {

  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T12:00:00Z"));
  private final LinkedBlockingQueue<Envelope> seen = new LinkedBlockingQueue<>();

  private AsyncDispatcher start() {
    router.on(
        Tick.class,
        "seeing",
        (_, context) -> {
          seen.add(context.envelope());
          return List.of();
        });
    return AsyncDispatcher.builder(router).time(time).start();
  }

  @Test
  void anEventComesEveryPeriodUntilItsTimerIsCancelled() throws Exception {
    try (var dispatcher = start()) {
      var timer = dispatcher.background().every(ofSeconds(10), new Tick(1));
      time.advance(ofMillis(9_999));
      Crew.drain(dispatcher);
      assertThat(seen).isEmpty();
      time.advance(ofMillis(30_001));
      Crew.drain(dispatcher);
      assertThat(seen).hasSize(4).allMatch(envelope -> envelope.hops() == 0);
      assertThat(seen).extracting(Envelope::correlationId).doesNotHaveDuplicates();

      timer.cancel();
      timer.cancel();
      time.advance(ofMinutes(1));
      Crew.drain(dispatcher);
      assertThat(seen).hasSize(4);
    }
  }

  @Test
  void anEventComesOnceAfterADelay() throws Exception {
    try (var dispatcher = start()) {
      dispatcher.background().after(ofSeconds(10), new Tick(1));
      dispatcher.background().after(ZERO, new Tick(2));
      var withdrawn = dispatcher.background().after(ofSeconds(20), new Tick(3));
      assertThat(seen.poll(10, TimeUnit.SECONDS).event()).isEqualTo(new Tick(2));
      time.advance(ofSeconds(10));
      Crew.drain(dispatcher);
      assertThat(seen.take().event()).isEqualTo(new Tick(1));
      withdrawn.cancel();
      time.advance(ofMinutes(1));
      Crew.drain(dispatcher);
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void noDrainWaitsForATimerAndClosingEndsAll() throws Exception {
    var counting = new CountingTime();
    var dispatcher = AsyncDispatcher.builder(router).time(counting).start();
    var background = dispatcher.background();
    background.every(ofSeconds(1), new Tick(1));
    background.after(ofSeconds(1), new Tick(1));

    assertThat(Crew.drain(dispatcher).scheduled()).isZero();
    assertThat(counting.waiting).hasSize(2);
    assertThat(dispatcher.close(ofSeconds(10)).drained()).isTrue();
    assertThat(counting.waiting).isEmpty();
    assertThatThrownBy(() -> background.after(ofSeconds(1), new Tick(1)))
        .isInstanceOf(DispatcherClosedException.class);
    assertThat(counting.waiting).isEmpty();
  }

  @Test
  void timesThatPassWhileTheDispatcherIsFullAreLeftOutButNotASingleEvent() throws Exception {
    var open = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    router.listen(
        Ask.class,
        "blocking",
        _ -> {
          begun.countDown();
          Stubborn.until(open);
        },
        o -> o.execution(Execution.INLINE));
    router.listen(Tick.class, "ticking", _ -> seen.add(Envelope.root(new Tick(0))));
    try (var log = new CapturedLog(Level.WARN);
        var dispatcher = AsyncDispatcher.builder(router).ringSize(2).time(time).start()) {
      dispatcher.background().every(ofSeconds(1), new Tick(1));
      dispatcher.background().after(ofSeconds(9), new Tick(2));
      dispatcher.dispatch(new Ask(1));
      begun.await();
      while (dispatcher.tryDispatch(new Tick(3))) {
        // until the ring is full
      }
      time.advance(ofSeconds(10));
      assertThat(log.lines("background event left out")).hasSize(1);
      open.countDown();
      await().until(() -> dispatcher.awaitIdle(ofSeconds(10)));

      assertThat(seen).hasSizeLessThan(5).hasSizeGreaterThanOrEqualTo(2);
      time.advance(ofSeconds(1));
      Crew.drain(dispatcher);
      assertThat(seen).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void timesThatPassWhileTheClockIsLateAreLeftOut() throws Exception {
    var clock = new HandTime();
    router.listen(Tick.class, "ticking", _ -> seen.add(Envelope.root(new Tick(0))));
    try (var dispatcher = AsyncDispatcher.builder(router).time(clock).start()) {
      dispatcher.background().every(ofSeconds(1), new Tick(1));
      assertThat(clock.delay).isEqualTo(ofSeconds(1));
      clock.nanos = ofMillis(10_200).toNanos();
      clock.task.run();
      Crew.drain(dispatcher);

      assertThat(seen).hasSize(1);
      assertThat(clock.delay).isEqualTo(ofMillis(800));
    }
  }

  @Test
  void whatIsOutOfBoundsIsRefused() {
    try (var dispatcher = start()) {
      assertThatThrownBy(() -> dispatcher.background().every(ZERO, new Tick(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("period must be positive, but is PT0S");
      assertThatThrownBy(() -> dispatcher.background().after(ofSeconds(-1), new Tick(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("delay must not be negative, but is PT-1S");
    }
  }

  /** A clock that is set by hand, and remembers the last timer. */
  private static final class HandTime implements TimeSource {

    volatile long nanos;
    volatile Duration delay = ZERO;
    volatile Runnable task = () -> {};

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      this.delay = delay;
      this.task = task;
      return () -> {};
    }
  }
}
