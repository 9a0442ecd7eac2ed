package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.MemoryKey;
import io.baton.agents.RunReport;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Enough events that the calls of their agents are compiled together, also where a slow machine has
 * had some batches of calls measured, in which nothing becomes hot.
 */
@Timeout(60)
class HotCallTest {

  private static final int EVENTS = 150_000;

  private final Router router = new Router();
  private long seen;
  private long left;
  private long right;

  @Test
  void agentsOfManyEventsStillFailAlone() throws Exception {
    router.listen(Tick.class, "first", _ -> seen++, HotCallTest::inline);
    router.listen(Tick.class, "failing", HotCallTest::failAtTenThousands, HotCallTest::inline);
    router.listen(Tick.class, "last", _ -> left++, HotCallTest::inline);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchTicks(dispatcher, EVENTS);
      DrainReport report = Crew.drain(dispatcher);

      assertThat(seen).isEqualTo(EVENTS);
      assertThat(left).isEqualTo(EVENTS);
      assertThat(report.failed()).isEqualTo(15);
      assertThat(report.handled()).isEqualTo(3L * EVENTS - 15);
      assertThat(dispatcher.deadLetters().list())
          .allSatisfy(letter -> assertThat(letter.agent()).isEqualTo("failing"));
    }
  }

  @Test
  void agentsOfManyEventsAnswerEmitAndDispatchAsBefore() throws Exception {
    var dispatchers = new ArrayList<AsyncDispatcher>();
    router.on(
        Tick.class,
        "all",
        (tick, context) -> {
          context.emit(new Left(tick.n()));
          dispatchers.getFirst().dispatch(new Right(tick.n()));
          return List.of(new Reply(tick.n()), new Reply(tick.n()));
        },
        HotCallTest::inline);
    router.listen(Left.class, "left", _ -> left++, HotCallTest::inline);
    router.listen(Right.class, "right", _ -> right++, HotCallTest::inline);
    router.listen(Reply.class, "replies", _ -> seen++, HotCallTest::inline);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchers.add(dispatcher);
      dispatchTicks(dispatcher, EVENTS);
      Crew.drain(dispatcher);

      assertThat(left).isEqualTo(EVENTS);
      assertThat(right).isEqualTo(EVENTS);
      assertThat(seen).isEqualTo(2L * EVENTS);
    }
  }

  @Test
  void anAgentOfManyEventsMayChangeMemoryAndPublishLaterBesideItsAnswer() throws Exception {
    var count = MemoryKey.of("count", 0);
    router.on(
        Tick.class,
        "all",
        (tick, context) -> {
          context.memory().update(count, n -> n + 1);
          context.emitLater(new Left(tick.n()), Duration.ZERO);
          return List.of(new Reply(tick.n()));
        },
        HotCallTest::inline);
    router.listen(Left.class, "left", _ -> left++, HotCallTest::inline);
    router.listen(Reply.class, "replies", _ -> seen++, HotCallTest::inline);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchTicks(dispatcher, EVENTS);
      Crew.drain(dispatcher);

      assertThat(seen).isEqualTo(EVENTS);
      assertThat(left).isEqualTo(EVENTS);
      assertThat(dispatcher.memory().get(count)).isEqualTo(EVENTS);
    }
  }

  @Test
  void anAgentThatAnswersOtherClassesThanBeforeIsRoutedRight() throws Exception {
    router.on(
        Ask.class,
        "fickle",
        (ask, _) -> List.of(ask.n() % 3 == 0 ? new Left(ask.n()) : new Right(ask.n())),
        HotCallTest::inline);
    router.listen(Left.class, "left", _ -> left++, HotCallTest::inline);
    router.listen(Right.class, "right", _ -> right++, HotCallTest::inline);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 3 * EVENTS; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      Crew.drain(dispatcher);

      assertThat(left).isEqualTo(EVENTS);
      assertThat(right).isEqualTo(2L * EVENTS);
    }
  }

  @Test
  void routesOfManyEventsCanBeAddedAndRemoved() throws Exception {
    Route first = router.listen(Tick.class, "first", _ -> seen++, HotCallTest::inline);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchTicks(dispatcher, EVENTS);
      Crew.drain(dispatcher);
      router.listen(Tick.class, "second", _ -> left++, HotCallTest::inline);
      dispatchTicks(dispatcher, EVENTS);
      Crew.drain(dispatcher);
      first.remove();
      dispatchTicks(dispatcher, EVENTS);
      Crew.drain(dispatcher);

      assertThat(seen).isEqualTo(2L * EVENTS);
      assertThat(left).isEqualTo(2L * EVENTS);
    }
  }

  @Test
  void anAgentMayAddARouteWithTheEventThatMakesItsCallsHot() throws Exception {
    router.listen(
        Tick.class,
        "first",
        tick -> {
          if (++seen == ColdCall.EVENTS_UNTIL_HOT) {
            router.listen(Tick.class, "second", _ -> left++, HotCallTest::inline);
          }
        },
        HotCallTest::inline);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchTicks(dispatcher, EVENTS);
      Crew.drain(dispatcher);

      assertThat(seen).isEqualTo(EVENTS);
      assertThat(left).isEqualTo(EVENTS - ColdCall.EVENTS_UNTIL_HOT);
    }
  }

  @Test
  void moreClassesOfManyEventsThanAreComparedAreRoutedRight() throws Exception {
    var events = new ArrayList<Event>();
    var counts = new int[TargetCache.MAX_HOT_TYPES + 4];
    var frames = new ArrayList<Set<String>>();
    for (int i = 0; i < counts.length; i++) {
      int index = i;
      events.add(Stranger.ofItsOwnClass());
      frames.add(new HashSet<>());
      router.listen(
          events.get(i).getClass(),
          "agent-" + i,
          _ -> addFrames(++counts[index] % 64 == 0, frames.get(index)),
          HotCallTest::inline);
    }

    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < EVENTS; i++) {
        events.forEach(dispatcher::dispatch);
      }
      Crew.drain(dispatcher);

      assertThat(counts).containsOnly(EVENTS);
      assertThat(frames).filteredOn(each -> !hasCopy("HotSwitch/", each)).hasSize(4);
    }
  }

  @Test
  void runsOfManyEventsAreCountedAsBefore() throws Exception {
    router.listen(Tick.class, "first", _ -> seen++, HotCallTest::inline);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatchTicks(dispatcher, EVENTS);
      RunReport report = dispatcher.run(new Tick(1)).await(Duration.ofSeconds(20));

      assertThat(report.handled()).isEqualTo(1);
      assertThat(seen).isEqualTo(EVENTS + 1L);
    }
  }

  @Test
  void theCallsOfManyEventsAreCopiesOfTheirOwn() throws Exception {
    var frames = new HashSet<String>();
    router.listen(
        Tick.class, "ticks", tick -> addFrames(tick.n() % 64 == 0, frames), HotCallTest::inline);

    // when many events come, and more of them where a slow machine has had the calls measured
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int round = 0; round < 20 && !hasCopy("HotSwitch/", frames); round++) {
        dispatchTicks(dispatcher, EVENTS);
        Crew.drain(dispatcher);
      }
    }

    // then
    assertThat(hasCopy("HotCall/", frames)).isTrue();
    assertThat(hasCopy("HotSwitch/", frames)).isTrue();
  }

  @Test
  void classesThatBecomeHotTogetherAreComparedInOneCopy() throws Exception {
    var frames = new HashSet<String>();
    var filled = new Semaphore(0);
    router.listen(Ask.class, "waiting", _ -> filled.acquire(), HotCallTest::inline);
    router.listen(
        Tick.class, "ticks", tick -> addFrames(tick.n() % 64 == 0, frames), HotCallTest::inline);
    router.listen(Reply.class, "replies", _ -> {}, HotCallTest::inline);

    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(1 << 17).start()) {
      for (int round = 0; round < 20 && !hasCopy("HotSwitch/", frames); round++) {
        dispatcher.dispatch(new Ask(1)); // so that batches are full
        for (int i = 0; i < 50_000; i++) {
          dispatcher.dispatch(new Tick(i));
          dispatcher.dispatch(new Reply(i));
        }
        filled.release();
        Crew.drain(dispatcher);
      }
    }

    assertThat(frames).filteredOn(frame -> frame.contains("HotSwitch/")).hasSize(1);
  }

  /** Notes the classes by which an event has come to its agent. */
  private static void addFrames(boolean isNoted, Set<String> frames) {
    if (isNoted) {
      StackWalker.getInstance(StackWalker.Option.SHOW_HIDDEN_FRAMES)
          .forEach(frame -> frames.add(frame.getClassName()));
    }
  }

  private static boolean hasCopy(String name, Set<String> frames) {
    return frames.stream().anyMatch(frame -> frame.contains(name));
  }

  private static void dispatchTicks(AsyncDispatcher dispatcher, int count) {
    for (int i = 0; i < count; i++) {
      dispatcher.dispatch(new Tick(i));
    }
  }

  private static void failAtTenThousands(Tick tick) {
    if (tick.n() % 10_000 == 0) {
      throw new IllegalStateException("on purpose");
    }
  }

  private static <E extends Event> RouteOptions<E> inline(RouteOptions<E> options) {
    return options.execution(Execution.INLINE);
  }
}
