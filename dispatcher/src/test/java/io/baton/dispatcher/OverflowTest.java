package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.agents.Ordering;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Event;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class OverflowTest {

  private final Router router = new Router();
  private final TraceRecorder recorder = new TraceRecorder();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<Integer> slow = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Event> others = new ConcurrentLinkedQueue<>();

  /** An agent that waits for the latch with its first event, of account "x". */
  private AsyncDispatcher start(UnaryOperator<RouteOptions<Debit>> options) throws Exception {
    router.listen(
        Debit.class,
        "slow",
        debit -> {
          entered.countDown();
          Work.until(open);
          slow.add(debit.n());
        },
        options);
    router.listen(Event.class, "others", others::add, o -> o.execution(Execution.INLINE));
    router.on(
        Tick.class,
        "many",
        (tick, _) -> IntStream.range(0, tick.n()).mapToObj(i -> new Debit("in", -i)).toList(),
        o -> o.execution(Execution.INLINE));
    var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).start();
    dispatcher.dispatch(new Debit("x", 0));
    Work.until(entered);
    return dispatcher;
  }

  static Stream<Arguments> routes() {
    UnaryOperator<RouteOptions<Debit>> none = o -> o.concurrency(1);
    UnaryOperator<RouteOptions<Debit>> serial = o -> o.ordered(Ordering.SERIAL);
    UnaryOperator<RouteOptions<Debit>> lane = o -> o.ordered(Ordering.BY_KEY).key(_ -> "one");
    UnaryOperator<RouteOptions<Debit>> lanes = o -> o.ordered(Ordering.BY_KEY).concurrency(1);
    return Stream.of(
        Arguments.of("unordered", none),
        Arguments.of("serial", serial),
        Arguments.of("in one lane", lane),
        Arguments.of("in lanes", lanes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("routes")
  void theOldestIsDroppedForTheNewest(String name, UnaryOperator<RouteOptions<Debit>> options)
      throws Exception {
    try (var dispatcher = start(o -> options.apply(o).mailbox(3, Overflow.DROP_OLDEST))) {
      for (int i = 1; i <= 100; i++) {
        dispatcher.dispatch(new Debit("k" + i % 5, i));
      }
      awaitRouted(dispatcher);
      open.countDown();
      var report = Crew.drain(dispatcher);

      assertThat(slow).containsExactly(0, 98, 99, 100);
      assertThat(report.dropped()).isEqualTo(97);
      assertThat(report.failed()).isZero();
    }
    assertThat(others).hasSize(101);
    assertThat(recorder.ofType(TraceEvent.Dropped.class))
        .hasSize(97)
        .allSatisfy(dropped -> {
          assertThat(dropped.agent()).isEqualTo("slow");
          assertThat(dropped.attempt()).isZero();
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("routes")
  void theNewestIsDropped(String name, UnaryOperator<RouteOptions<Debit>> options)
      throws Exception {
    try (var dispatcher = start(o -> options.apply(o).mailbox(3, Overflow.DROP_NEWEST))) {
      for (int i = 1; i <= 100; i++) {
        dispatcher.dispatch(new Debit("k" + i % 5, i));
      }
      awaitRouted(dispatcher);
      open.countDown();
      var report = Crew.drain(dispatcher);

      assertThat(slow).containsExactly(0, 1, 2, 3);
      assertThat(report.dropped()).isEqualTo(97);
    }
    assertThat(others).hasSize(101);
  }

  @Test
  void aRunCountsWhatWasDroppedOfItAndEnds() throws Exception {
    try (var dispatcher = start(o -> o.concurrency(1).mailbox(1, Overflow.DROP_OLDEST))) {
      var first = dispatcher.run(new Debit("a", 1));
      var second = dispatcher.run(new Debit("a", 2));
      var report = first.await(ofSeconds(10));

      assertThat(report.outcome().name()).isEqualTo("COMPLETED");
      assertThat(report.dropped()).isEqualTo(1);
      assertThat(report.handled()).isEqualTo(1);
      open.countDown();
      assertThat(second.await(ofSeconds(10)).dropped()).isZero();
    }
    assertThat(slow).containsExactly(0, 2);
  }

  @ParameterizedTest
  @EnumSource
  void whatComesFromInsideIsNeverDroppedOrHeldBackAndIsCounted(Overflow overflow) throws Exception {
    try (var dispatcher = start(o -> o.concurrency(1).mailbox(3, overflow))) {
      dispatcher.dispatch(new Tick(50));
      awaitRouted(dispatcher);
      assertThat(dispatcher.report().remaining())
          .containsExactly(new DrainReport.Remaining("slow", 50, 1, 0, 0, 0));
      if (!overflow.isAtTheDoor()) {
        dispatcher.dispatch(new Debit("late", 1));
        awaitRouted(dispatcher);
      }
      open.countDown();
      var report = Crew.drain(dispatcher);

      assertThat(slow).hasSize(51);
      assertThat(report.beyondBound()).isEqualTo(47);
      assertThat(report.dropped()).isEqualTo(overflow.isAtTheDoor() ? 0 : 1);
    }
  }

  @Test
  void aRejectedEventIsAcceptedByNobody() throws Exception {
    try (var dispatcher = start(o -> o.concurrency(1).mailbox(2, Overflow.REJECT))) {
      dispatcher.dispatch(new Tick(5));
      awaitRouted(dispatcher);

      assertThat(dispatcher.tryDispatch(new Debit("a", 1))).isFalse();
      assertThatThrownBy(() -> dispatcher.dispatch(new Debit("a", 1)))
          .isInstanceOf(MailboxFullException.class)
          .hasMessage(
              "the mailbox of route slow is full with its capacity of 2; an event of type Debit was"
                  + " not accepted")
          .satisfies(e -> assertThat(((MailboxFullException) e).route()).isEqualTo("slow"));
      assertThatThrownBy(() -> dispatcher.run(new Debit("a", 1)))
          .isInstanceOf(MailboxFullException.class);
      assertThat(dispatcher.runs()).isEmpty();
      assertThat(dispatcher.tryDispatch(new Reply(1))).isTrue();

      open.countDown();
      Crew.drain(dispatcher);
      assertThat(others).doesNotContain(new Debit("a", 1)).contains(new Reply(1));
      assertThat(dispatcher.tryDispatch(new Debit("a", 1))).isTrue();
    }
  }

  @Test
  void aRouteThatRejectsDoesSoAlsoWhereAnotherLetsCallersWait() throws Exception {
    router.listen(
        Debit.class,
        "waiting",
        _ -> Work.until(open),
        o -> o.concurrency(1).mailbox(1, Overflow.BLOCK));
    try (var dispatcher = start(o -> o.concurrency(1).mailbox(1, Overflow.REJECT))) {
      dispatcher.dispatch(new Tick(5));
      awaitRouted(dispatcher);

      assertThatThrownBy(() -> dispatcher.dispatch(new Debit("a", 1)))
          .isInstanceOf(MailboxFullException.class);
      open.countDown();
    }
  }

  @Test
  void aFullMailboxCostsOtherTypesNoSearchForRoutes() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      router.listen(Debit.class, "idle " + i, _ -> {}, o -> o.when(_ -> false));
    }
    try (var dispatcher = start(o -> o.concurrency(1).mailbox(1, Overflow.BLOCK))) {
      dispatcher.dispatch(new Tick(5));
      awaitRouted(dispatcher);

      var time =
          Median.ofTime(
              5,
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  dispatcher.dispatch(new Reply(i));
                }
              });
      open.countDown();

      assertThat(time).isLessThan(ofSeconds(1));
    }
  }

  @Test
  void aMillionThatAreTooManyLeaveNothingBehind() throws Exception {
    int events = Crew.rounds(200_000);
    try (var dispatcher =
        start(o -> o.ordered(Ordering.BY_KEY).mailbox(10, Overflow.DROP_OLDEST))) {
      dispatcher.dispatch(new Debit("x", 1));
      for (int i = 0; i < events; i++) {
        dispatcher.dispatch(new Debit("k" + i % 3, i));
      }
      await().atMost(30, TimeUnit.SECONDS).until(() -> dispatcher.report().queued() == 0);
      open.countDown();
      var report = Crew.drain(dispatcher);

      assertThat(report.handled() + report.dropped()).isEqualTo(2L * (events + 2));
      assertThat(report.beyondBound()).isZero();
    }
    assertThat(List.copyOf(slow)).contains(events - 1);
  }

  private static void awaitRouted(AsyncDispatcher dispatcher) {
    await().atMost(ofSeconds(10)).until(() -> dispatcher.report().queued() == 0);
  }
}
