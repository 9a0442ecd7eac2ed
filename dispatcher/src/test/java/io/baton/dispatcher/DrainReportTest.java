package io.baton.dispatcher;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.Join;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import io.baton.dispatcher.DrainReport.Remaining;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DrainReportTest {

  private final Router router = new Router();
  private final CountDownLatch open = new CountDownLatch(1);

  private Route busyRoute() {
    return router.listen(Ask.class, "busy", _ -> Stubborn.until(open), o -> o.concurrency(2));
  }

  @Test
  void aWaitOfTheMostNegativeTimeEndsAtOnce() throws Exception {
    var never = ofSeconds(Long.MIN_VALUE);
    busyRoute();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1), o -> o.keepEvents(1));

      assertThat(dispatcher.awaitDrained(never).drained()).isFalse();
      assertThat(dispatcher.awaitIdle(never)).isFalse();
      assertThat(run.events().await(Tick.class, never)).isEmpty();
      assertThat(dispatcher.close(never).drained()).isFalse();
    } finally {
      open.countDown();
    }
  }

  @Test
  void aReportNamesWhatIsLeftByAgentAndCause() throws Exception {
    busyRoute();
    router.on(
        Tick.class,
        "later",
        (_, context) -> {
          context.emitLater(new Tick(2), ofHours(1));
          return List.of();
        });
    router.on(
        "joining",
        Join.of(Left.class, Right.class).into((left, right) -> new Both(left.n(), right.n())));
    try (var dispatcher = AsyncDispatcher.builder(router).closeTimeout(ofMillis(1)).start()) {
      for (int i = 0; i < 5; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      dispatcher.run(new Tick(1));
      dispatcher.dispatch(new Left(1));
      await()
          .untilAsserted(() ->
              assertThat(dispatcher.awaitDrained(ofMillis(20)))
                  .hasToString(
                      "not drained; busy: 3 queued, 2 running; later: 1 delayed; "
                          + "joining: 1 open joins; 1 waiting for their time; 1 runs; "
                          + "2 handled, 0 failed, 0 unrouted"));

      assertThat(dispatcher.report().remaining())
          .containsExactly(
              new Remaining("busy", 3, 2),
              new Remaining("later", 0, 0, 0, 1, 0),
              new Remaining("joining", 0, 0, 0, 0, 1));
      assertThat(dispatcher.report().runs()).isEqualTo(1);
      open.countDown();
    }
  }

  @Test
  void aRemovedRouteIsNamedUntilItHasFinished() throws Exception {
    Route busy = busyRoute();
    router.listen(Tick.class, "other", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 3; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      await().until(() -> dispatcher.report().remaining().contains(new Remaining("busy", 1, 2)));
      busy.remove();
      busy.remove();

      assertThat(dispatcher.awaitDrained(ofMillis(20)).remaining())
          .containsExactly(new Remaining("busy", 1, 2));
      open.countDown();
      assertThat(Crew.drain(dispatcher).remaining()).isEmpty();
    }
  }

  @Test
  void whenDrainedOnlyJoinsThatNothingClosesAreLeft() throws Exception {
    router.on(
        "joining",
        Join.of(Left.class, Right.class).into((left, right) -> new Both(left.n(), right.n())));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Left(1));
      var report = Crew.drain(dispatcher);

      assertThat(report.openJoins()).isEqualTo(1);
      assertThat(report)
          .hasToString("drained; joining: 1 open joins; 1 handled, 0 failed, 0 unrouted");
    }
  }

  @Test
  void everythingThatIsThereIsInTheText() {
    var report =
        new DrainReport(
            false,
            1,
            2,
            3,
            4,
            0,
            9,
            10,
            11,
            5,
            12,
            6,
            7,
            8,
            List.of(new Remaining("a", 1, 2, 3, 4, 5), new Remaining("b", 0, 1)),
            List.of("feeder"),
            Optional.of("OutOfMemoryError"));

    assertThat(report)
        .hasToString(
            "not drained; failed: OutOfMemoryError; "
                + "a: 1 queued, 2 running, 3 retrying, 4 delayed, 5 open joins; b: 1 running; "
                + "spawned and not ended: [feeder]; 6 events not routed yet; "
                + "7 waiting for their time; 8 runs; 1 handled, 2 failed, 3 unrouted; "
                + "4 dead letters; 9 dropped at full mailboxes; "
                + "11 taken beyond the bound of a mailbox; 10 in no order for want of a key; "
                + "5 parts dropped by joins; 12 waits on the dispatcher's own thread");
  }
}
