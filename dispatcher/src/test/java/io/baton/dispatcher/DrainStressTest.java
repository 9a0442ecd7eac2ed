package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.RunOutcome;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Tick;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DrainStressTest {

  private static final int WAITERS = 3;

  private final Router router = new Router();
  private final LongAdder done = new LongAdder();

  /** Each event makes 1 + 2 + 4 + ... events, of which the last are counted. */
  private void addTree(Execution execution) {
    router.on(
        Ask.class,
        "branching",
        (ask, _) ->
            ask.n() == 0
                ? List.of(new Tick(0))
                : List.of(new Ask(ask.n() - 1), new Ask(ask.n() - 1)),
        o -> o.execution(execution));
    router.listen(Tick.class, "leaf", _ -> done.increment(), o -> o.execution(execution));
  }

  @ParameterizedTest
  @EnumSource
  void everyWaiterIsToldAndNoneBeforeAllIsDone(Execution execution) throws Exception {
    addTree(execution);
    int rounds = Crew.rounds(1_000);
    var barrier = new CyclicBarrier(WAITERS + 1);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      Crew.together(
          WAITERS + 1,
          ofSeconds(50),
          number -> {
            for (int round = 1; round <= rounds; round++) {
              if (number == 0) {
                dispatcher.dispatch(new Ask(round % 4));
              }
              barrier.await();
              Crew.drain(dispatcher);
              assertThat(done.sum()).as("round %s", round).isEqualTo(leaves(round));
              barrier.await();
            }
          });
    }
  }

  private static long leaves(int rounds) {
    return IntStream.rangeClosed(1, rounds).mapToLong(round -> 1L << (round % 4)).sum();
  }

  @Test
  void waitersThatComeWhileOthersDispatchAreToldOnlyOfWhatTheyHaveSeenDone() throws Exception {
    // given producers that each wait for what they have dispatched themselves, at the same time
    router.on(Ask.class, "first", (ask, _) -> List.of(new Tick(ask.n())));
    var counts = new LongAdder[] {new LongAdder(), new LongAdder(), new LongAdder()};
    router.listen(Tick.class, "second", tick -> counts[tick.n()].increment());
    try (var dispatcher = AsyncDispatcher.start(router)) {
      Crew.together(
          counts.length,
          ofSeconds(50),
          number -> {
            for (int round = 1; round <= Crew.rounds(300); round++) {
              dispatcher.dispatch(new Ask(number));
              Crew.drain(dispatcher);
              assertThat(counts[number].sum()).as("round %s", round).isEqualTo(round);
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRunEndsExactlyWhenItsTreeIsDoneWhateverElseGoesOn(Execution execution) throws Exception {
    addTree(execution);
    var own = new LongAdder[] {new LongAdder(), new LongAdder()};
    router.on(
        Act.Left.class,
        "own",
        (left, _) -> {
          own[left.n() % 2].increment();
          return left.n() < 2
              ? List.of()
              : List.of(new Act.Left(left.n() - 2), new Act.Left(left.n() - 2));
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(256).start()) {
      Crew.together(
          3,
          ofSeconds(50),
          number -> {
            for (int round = 1; round <= Crew.rounds(300); round++) {
              if (number == 2) {
                dispatcher.dispatch(new Ask(3));
              } else {
                var report = dispatcher.run(new Act.Left(6 + number)).await(ofSeconds(10));
                assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
                assertThat(report.handled()).isEqualTo(15);
                assertThat(own[number].sum()).isEqualTo(15L * round);
              }
            }
          });
      Crew.drain(dispatcher);
      assertThat(dispatcher.runs()).isEmpty();
    }
  }

  @Test
  void whatIsLeftOverOfALongInlineTreeStarvesNeitherTheRingNorTheDrain() throws Exception {
    // given trees of more inline follow-ups than the dispatcher's thread takes before the next slot
    int roots = 5;
    var nodes = new LongAdder();
    router.on(
        Ask.class,
        "branching",
        (ask, _) -> {
          nodes.increment();
          return ask.n() == 0 ? List.of() : Collections.nCopies(6, new Ask(ask.n() - 1));
        },
        o -> o.execution(Execution.INLINE));
    router.listen(Tick.class, "leaf", _ -> done.increment(), o -> o.execution(Execution.INLINE));
    var overtaken = new LongAdder();
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(64).start()) {
      Crew.together(
          2,
          ofSeconds(50),
          number -> {
            for (int round = 1; round <= Crew.rounds(40); round++) {
              if (number == 0) {
                for (int i = 0; i < roots; i++) {
                  dispatcher.dispatch(new Ask(5));
                }
                dispatcher.dispatch(new Tick(round));
                while (done.sum() < round) {
                  Thread.onSpinWait();
                }
                if (nodes.sum() < 9_331L * roots * round) {
                  overtaken.increment();
                }
                Crew.drain(dispatcher);
                assertThat(nodes.sum()).as("round %s", round).isEqualTo(9_331L * roots * round);
              } else {
                Crew.drain(dispatcher);
              }
            }
          });
    }
    assertThat(overtaken.sum()).as("rounds in which the ring went on before").isPositive();
  }
}
