package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.baton.agents.AggregatorAgent;
import io.baton.agents.Join;
import io.baton.agents.JoinOf2;
import io.baton.agents.WhenFailed;
import io.baton.agents.WhenLate;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Right;
import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of parts that a join does not keep, and of joins that are too many. */
class PartFateTest {

  private static final Duration LIMIT = ofSeconds(20);
  private static final CorrelationId ONE = CorrelationId.of("one");

  private final Router router = new Router();
  private final TraceRecorder traced = new TraceRecorder();

  private static JoinOf2<Left, Right> join() {
    return Join.of(Left.class, Right.class);
  }

  private static AggregatorAgent both(JoinOf2<Left, Right> join) {
    return join.into((left, right) -> new Both(left.n(), right.n()));
  }

  @Test
  void partsThatAreNotKeptAreCountedReportedAndTraced() throws Exception {
    var join = both(join());
    router.on("join", join);
    router.listen(Both.class, "end", _ -> {});
    DrainReport report;
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(traced).start()) {
      dispatcher.dispatch(new Left(1), ONE);
      dispatcher.dispatch(new Left(2), ONE);
      dispatcher.dispatch(new Right(3), ONE);
      dispatcher.dispatch(new Right(4), ONE);
      report = dispatcher.awaitDrained(LIMIT);
    }

    assertThat(report.droppedParts()).isEqualTo(2);
    assertThat(join.counts().superfluous()).isEqualTo(1);
    assertThat(join.counts().late()).isEqualTo(1);
    assertThat(traced.events())
        .filteredOn(TraceEvent.PartDropped.class::isInstance)
        .map(TraceEvent.PartDropped.class::cast)
        .allMatch(dropped -> dropped.correlationId().equals(ONE))
        .allMatch(dropped -> dropped.join().equals("join"))
        .extracting(TraceEvent.PartDropped::fate)
        .containsExactly("SUPERFLUOUS", "LATE");
  }

  @Test
  void aLatePartThatIsBuriedIsNoFailureOfAnAgent() throws Exception {
    router.on("join", both(join().onLate(WhenLate.DEAD_LETTER)));
    router.on(
        "next",
        Join.of(Both.class, DeadLetter.class)
            .onFailure(WhenFailed.FAIL)
            .into((_, _) -> new Act.Reply(1)));
    var replies = new ConcurrentLinkedQueue<Event>();
    router.listen(Act.Reply.class, "end", replies::add);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Left(1), ONE);
      dispatcher.dispatch(new Right(3), ONE);
      assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
      dispatcher.dispatch(new Right(4), ONE);
      assertThat(dispatcher.awaitDrained(LIMIT).failed()).isEqualTo(1);
    }

    assertThat(replies).containsExactly(new Act.Reply(1));
  }

  @Test
  void evictedJoinsAreLoggedNowAndThenTracedAndCounted() throws Exception {
    var join = both(join().maxOpen(1));
    router.on("join", join);
    try (var log = new CapturedLog(Level.WARN);
        var dispatcher =
            AsyncDispatcher.builder(router)
                .name("evicting")
                .tracer(traced)
                .unrouted(UnroutedPolicy.IGNORE)
                .start()) {
      for (int i = 0; i <= 5; i++) {
        dispatcher.dispatch(new Left(i), CorrelationId.of("c" + i));
      }
      assertThat(dispatcher.awaitDrained(LIMIT).openJoins()).isEqualTo(1);

      assertThat(log.lines("join closed, since too many are open"))
          .hasSize(3)
          .last()
          .asString()
          .contains("dispatcher=evicting join=join open=1 evicted=4 correlation=");
    }

    assertThat(join.counts().evicted()).isEqualTo(5);
    assertThat(traced.events())
        .filteredOn(
            event -> event instanceof TraceEvent.JoinClosed c && c.closed().equals("EVICTED"))
        .hasSize(5);
  }

  @Test
  void aFunctionThatFailsIsTriedAgainWithThePartsThatWereKept() throws Exception {
    var attempts = new AtomicInteger();
    router.on(
        "join",
        join()
            .intoAll((left, right, context) -> {
              attempts.incrementAndGet();
              if (context.attempt() < 3) {
                throw new IllegalStateException("not yet");
              }
              return List.of(new Both(left.n(), right.n()));
            }),
        o -> o.retry(Retry.attempts(3).backoff(ofMillis(1), ofMillis(1))));
    var ends = new ConcurrentLinkedQueue<Event>();
    router.listen(Both.class, "end", ends::add);
    DrainReport report;
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Left(1), ONE);
      dispatcher.dispatch(new Right(2), ONE);
      report = dispatcher.awaitDrained(LIMIT);
    }

    assertThat(attempts).hasValue(3);
    assertThat(ends).containsExactly(new Both(1, 2));
    assertThat(report.failed()).isZero();
    assertThat(report.droppedParts()).isZero();
  }

  @Test
  void aJoinThatIsForgottenNeverRepeatsTheIdOfItsOutput() throws Exception {
    router.on("join", both(join()), o -> o.execution(Execution.INLINE));
    var ids = new ConcurrentLinkedQueue<String>();
    router.on(
        Both.class,
        "end",
        (both, context) -> {
          if (both.left() < 0) {
            ids.add(context.envelope().id().toString());
          }
          return List.of();
        },
        o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int round = 1; round <= 2; round++) {
        dispatcher.dispatch(new Left(-1), ONE);
        dispatcher.dispatch(new Right(-1), ONE);
        for (int i = 0; i <= 10_000; i++) {
          var id = CorrelationId.of(round + " " + i);
          dispatcher.dispatch(new Left(i), id);
          dispatcher.dispatch(new Right(i), id);
        }
      }
      assertThat(dispatcher.awaitDrained(LIMIT).openJoins()).isZero();
    }

    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
  }
}
